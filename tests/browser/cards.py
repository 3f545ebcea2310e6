"""The cards with which the page is tried: one for each feature, and one with everything."""

from tests.support.scripted_bot import Json, card, execute, text

PRODUCTS = [("Office 365 E3", 812), ("Microsoft 365 E5", 240), ("Power BI Pro", 96)]


def bars(**more: object) -> Json:
    data = [{"x": name, "y": n} for name, n in PRODUCTS]
    return {"type": "Chart.HorizontalBar", "title": "Assigned", "data": data, **more}


def stacked() -> Json:
    data = [
        {
            "title": name,
            "data": [
                {"legend": "Assigned", "value": n, "color": "categoricalBlue"},
                {"legend": "Free", "value": 120, "color": "neutral"},
            ],
        }
        for name, n in PRODUCTS
    ]
    return {"type": "Chart.HorizontalBar.Stacked", "title": "Seats", "data": data}


def donut() -> Json:
    data = [{"legend": name, "value": n} for name, n in PRODUCTS]
    return {"type": "Chart.Donut", "title": "Shares", "value": "1,148", "data": data}


def uprights() -> Json:
    data = [{"x": day, "y": n} for day, n in (("Mon", 3), ("Tue", 9), ("Wed", 5))]
    return {"type": "Chart.VerticalBar", "title": "Per day", "data": data}


def losses() -> Json:
    rows = [
        ("Person", "Loses", "Until"),
        ("Diego Siciliani", "Office 365 E3 · mailbox", "Thu, Dec 24, 2026"),
        ("Łucja Żółć-Ñandú", "Power BI Pro", "nothing"),
    ]
    return {
        "type": "Table",
        "firstRowAsHeaders": True,
        "showGridLines": True,
        "columns": [{"width": 2}, {"width": 2}, {"width": 2}],
        "rows": [
            {
                "type": "TableRow",
                "cells": [{"type": "TableCell", "items": [text(words)]} for words in row],
            }
            for row in rows
        ],
    }


def badge(words: str, style: str, appearance: str = "Tint") -> Json:
    return {"type": "Badge", "text": words, "style": style, "appearance": appearance}


def warning() -> Json:
    words = "**2 people lose their mailbox.** It is held until *Thursday, December 24, 2026*."
    return {
        "type": "Container",
        "style": "warning",
        "items": [
            {
                "type": "ColumnSet",
                "columns": [
                    {
                        "type": "Column",
                        "width": "auto",
                        "items": [{"type": "Icon", "name": "Warning", "color": "Warning"}],
                    },
                    {"type": "Column", "width": "stretch", "items": [text(words)]},
                ],
            }
        ],
    }


def gallery() -> Json:
    """Everything that is drawn, on one card."""
    return card(
        text("Preview", style="heading", size="Large", weight="Bolder"),
        text("3 of 4 · Preview", isSubtle=True, spacing="None", size="Small"),
        {"type": "ProgressBar", "value": 3, "max": 4},
        warning(),
        losses(),
        badge("Direct", "Good"),
        badge("Held back", "Attention", "Filled"),
        bars(),
        stacked(),
        donut(),
        uprights(),
        {"type": "ProgressRing", "label": "Reading the tenant", "labelPosition": "After"},
        {
            "type": "FactSet",
            "facts": [{"title": "People", "value": "2"}, {"title": "Licenses", "value": "3"}],
        },
        {
            "type": "RichTextBlock",
            "inlines": [{"type": "TextRun", "text": "Kept: ", "weight": "Bolder"}, "1 inherited."],
        },
        {"type": "Hologram", "fallback": text("No hologram here")},
        actions=(
            execute("Remove 3 licenses from 2 people", "remove", style="destructive"),
            execute("Back", "back", associatedInputs="none"),
            execute("Cancel", "cancel", associatedInputs="none"),
            execute("Download CSV", "csv", mode="secondary"),
            {
                "type": "Action.OpenUrl",
                "title": "Read more",
                "url": "https://learn.microsoft.com",
                "mode": "secondary",
            },
        ),
    )


def form() -> Json:
    """Every kind of input."""
    people = [{"title": "Diego Siciliani", "value": "p-diego"}]
    return card(
        text("Who and what", style="heading", size="Large", weight="Bolder"),
        {
            "type": "Input.ChoiceSet",
            "id": "people",
            "label": "People",
            "isMultiSelect": True,
            "style": "filtered",
            "isRequired": True,
            "errorMessage": "Choose at least one person.",
            "placeholder": "Search by name",
            "value": "p-diego",
            "choices": people,
            "choices.data": {"type": "Data.Query", "dataset": "people", "associatedInputs": "auto"},
        },
        {
            "type": "Input.ChoiceSet",
            "id": "product",
            "label": "Product",
            "style": "compact",
            "value": "e3",
            "choices": [
                {"title": "Office 365 E3", "value": "e3"},
                {"title": "Power BI Pro", "value": "bi"},
            ],
        },
        {
            "type": "Input.ChoiceSet",
            "id": "also",
            "label": "Also",
            "style": "expanded",
            "isMultiSelect": True,
            "choices": [
                {"title": "Visio Plan 2", "value": "visio"},
                {"title": "Project Plan 3", "value": "project"},
            ],
        },
        {
            "type": "Input.ChoiceSet",
            "id": "city",
            "label": "City",
            "style": "filtered",
            "choices": [
                {"title": name, "value": name.lower()} for name in ("Berlin", "Bern", "Paris")
            ],
        },
        {
            "type": "Input.Text",
            "id": "list",
            "label": "Paste a list",
            "isMultiline": True,
            "placeholder": "One address per line",
        },
        {
            "type": "Input.Toggle",
            "id": "understood",
            "title": "I understand that data is deleted on December 24",
            "label": "Data deletion",
            "valueOn": "yes",
            "valueOff": "no",
            "isRequired": True,
            "errorMessage": "Tick this box to go on.",
        },
        actions=(
            execute("Next", "next", style="positive"),
            execute("Back", "back", associatedInputs="none"),
        ),
    )
