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


def main() -> int:
    """Run the command that was typed; the exit status."""
    options = read_arguments()
    # Each command loads what it needs: a rehearsal starts two processes, and one is not the bot.
    match options.command:
        case "rehearse":
            from commands.rehearse import rehearse

            return rehearse(options)
        case "doctor":
            from commands.doctor.command import doctor

            return doctor(options)
        case "migrate":
            from commands.migrate import migrate

            return migrate()
        case "hold":
            from commands.hold import hold

            return hold()
        case "journal":
            from commands.journal import journal

            return journal(options.what, options.head, options.export)
        case "rules":
            from commands.rules import print_rules

            return print_rules()
        case "forget":
            from commands.forget import forget

            return forget(options.person, options.tenant)
        case "keys":
            from commands.keys import keys

            return keys(printed=options.print)
        case "rotate-keys":
            from commands.rotate_keys import rotate_keys

            return rotate_keys()
        case _:
            from commands.serve import serve

            return serve()


if __name__ == "__main__":
    sys.exit(main())
