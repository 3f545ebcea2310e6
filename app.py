"""The command line of Unassign.

python app.py             serve the bot according to the settings
python app.py rehearse    serve the bot with a rehearsal tenant; needs no account
python app.py keys        make the keys that the settings need
python app.py rotate-keys encrypt all stored tokens with the first of UNASSIGN_TOKEN_KEYS
python app.py journal     verify or export the journal
python app.py migrate     create or upgrade the tables before a new version starts
python app.py hold        pause every run before a restored ledger is served
python app.py forget      remove a person's name and address from the ledger
python app.py doctor      find what is wrong with the setup, and how to fix it
python app.py rules       print what is lost and when, for the documentation
"""

import sys

from commands.arguments import read_arguments
from commands.forget import forget
from commands.hold import hold
from commands.journal import journal
from commands.keys import keys
from commands.migrate import migrate
from commands.rotate_keys import rotate_keys
from commands.rules import print_rules
from commands.serve import serve


def main() -> int:
    """Run the command that was typed; the exit status."""
    options = read_arguments()
    match options.command:
        case "rehearse":
            # The sandbox is not part of the bot.
            from commands.rehearse import rehearse

            return rehearse(options)
        case "doctor":
            # Serving needs none of this.
            from commands.doctor.command import doctor

            return doctor(options)
        case "migrate":
            return migrate()
        case "hold":
            return hold()
        case "journal":
            return journal(options.what, options.head, options.export)
        case "rules":
            return print_rules()
        case "forget":
            return forget(options.person, options.tenant)
        case "keys":
            return keys(printed=options.print)
        case "rotate-keys":
            return rotate_keys()
        case _:
            return serve()


if __name__ == "__main__":
    sys.exit(main())
