"""What an operator types behind `python app.py`, apart from serving."""
