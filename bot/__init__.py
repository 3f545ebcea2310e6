"""Teams: receiving and answering activities, and sending messages. Only this imports botbuilder."""
