"""What the headings of columns mean, in English, German and French."""

import re
from enum import IntEnum
from typing import Final

from licensing.tenant.spelling import folded


class Meaning(IntEnum):
    """The content of a column; the lowest value identifies the person best."""

    PRINCIPAL = 0
    MAIL = 1
    #: All mail addresses of the person in one cell.
    ADDRESSES = 2
    ID = 3
    DISPLAY_NAME = 4
    #: "Name" may be a whole name or a surname.
    NAME = 5
    UNKNOWN = 6
    #: Parts of a name, which name no one alone.
    GIVEN_NAME = 7
    SURNAME = 8
    #: Someone or something else: a manager, a department, a private address.
    OTHER = 9


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EXACT: Final = {
    Meaning.PRINCIPAL: _words(
        "userprincipalname userprincipalnames upn upns memberupn username usernames user users "
        "login loginname logon logonname userlogonname signin signinname account accountname "
        "azureupn entraupn office365login office365username m365login m365username "
        "microsoftonlineservicesid windowsliveid userprincipal "
        "benutzerprinzipalname benutzername benutzer benutzerkonto anmeldename anmeldung "
        "benutzeranmeldename konto kontoname "
        "nomprincipaldelutilisateur nomdutilisateurprincipal nomprincipalutilisateur "
        "nomdutilisateur utilisateur utilisateurs identifiant identifiants compte "
        "nomdeconnexion nomdouverturedesession"
    ),
    Meaning.MAIL: _words(
        "mail mails email emails emailaddress emailid mailaddress primarysmtpaddress "
        "primarysmtp primaryemail primaryemailaddress primarymail windowsemailaddress smtp "
        "smtpaddress address workemail workemailaddress businessemail businessemailaddress "
        "companyemail corporateemail emailwork internetaddress "
        "emailadresse mailadresse emailadressen adresse primäresmtpadresse primaresmtpadresse "
        "primäreemailadresse smtpadresse geschäftlicheemail geschäftlicheemailadresse "
        "dienstlicheemail dienstlicheemailadresse firmenemail emailgeschäftlich "
        "emaildienstlich "
        "adressemail adresseemail adressedemessagerie adresseélectronique adressesmtp "
        "adressesmtpprincipale messagerie courriel courriels courrierélectronique mél "
        "emailprofessionnel emailpro mailprofessionnel mailpro courrielprofessionnel "
        "adresseemailprofessionnelle"
    ),
    Meaning.ADDRESSES: _words(
        "emailaddresses proxyaddresses proxyaddress smtpaddresses adressessmtp adressesemail "
        "alladdresses proxyadressen"
    ),
    Meaning.ID: _words(
        "objectid id userid externaldirectoryobjectid externalobjectid azureadobjectid "
        "entraobjectid entraid aadobjectid azureobjectid azureadid aadid oid memberid objektid "
        "benutzerid objektkennung idobjet iddobjet iddelobjet identificateurdobjet "
        "iddutilisateur"
    ),
    Meaning.DISPLAY_NAME: _words(
        "displayname fullname membername userdisplayname employeename anzeigename angezeigtername "
        "vollständigername vollername nomcomplet nomdaffichage nomaffiché nomàafficher "
        "nometprénom prénometnom nomprénom prénomnom namevorname vornamename nachnamevorname "
        "vornamenachname lastnamefirstname firstnamelastname"
    ),
    Meaning.NAME: _words(
        "name names nom noms employee employees person people persons leaver leavers member "
        "members worker staff mitarbeiter mitarbeiterin mitarbeitername mitglied mitglieder "
        "personen employé employés collaborateur collaborateurs personne personnes membre membres "
        "salarié salariés"
    ),
    Meaning.GIVEN_NAME: _words(
        "firstname givenname forename vorname vornamen rufname prénom prénoms prenom"
    ),
    Meaning.SURNAME: _words(
        "lastname surname familyname sn nachname familienname zuname nomdefamille nomdusage"
    ),
}
_MEANING: Final = {word: meaning for meaning, words in _EXACT.items() for word in words}
#: Headings of other data, which are recognized even without other headings.
ELSE: Final = _words(
    "manager managers supervisor supervisors boss vorgesetzter vorgesetzte vorgesetzten "
    "führungskraft fuehrungskraft teamleiter teamleiterin responsable supérieur supérieure "
    "manageur chef approver approvers genehmiger approbateur owner owners besitzer propriétaire "
    "department departments abteilung abteilungen service services company companies firma société "
    "office büro bureau location standort team teams équipe group groups gruppe groupe"
)
#: Parts of headings of what is not the person.
_PART_ELSE: Final = re.compile(
    "manager|manageur|supervis|boss|reportsto|reportto|lead|vorgesetz|führungskr|fuehrungskr|"
    "leiter|chef|responsable|supérieur|superieur|hiérarch|hierarch|owner|besitzer|eigentümer|"
    "propriétaire|proprietaire|department|abteilung|service|company|firma|société|societe|"
    "entreprise|organi|office|büro|bureau|standort|location|site|alternat|other|sonstige|autre|"
    "privat|personal|personnel|recovery|wiederherst|secours|récupér|forward|weiterleit|redirect|"
    "transfer|delegat|stellvertret|vertretung|assist|approv|genehmig|approb|request|antrag|demand|"
    "creat|erstell|cré|modif|geändert|changed|contact|kontakt|ansprechp|sponsor|buddy|mentor|"
    "licen|lizenz|product|produkt|produit|title|titel|titre|city|stadt|ville|country|land|pays|"
    "cost|kosten|coût|guid|immutable|netbios|sam|notes|notiz|bemerk|kommentar|comment|remarque|"
    "grund|reason|motif|nachfolger|successor|replac|remplaç|invited|eingeladen|invité|sender|"
    "absender|expéditeur|mobile|phone|telefon|téléphone|group|gruppe|groupe|team|équipe|equipe"
)
_MAIL: Final = re.compile("mail|smtp|courriel|messagerie|adresseélectronique")
_PRINCIPAL: Final = re.compile("upn|userprincipal|benutzerprinzipal|nomprincipal|utilisateurprinc")
_INSIDE: Final = re.compile(r"\[([^\]]{1,60})\]")
_NO_LETTERS: Final = re.compile(r"[\W_]+")


def meaning_of(heading: str) -> Meaning:
    """What a column with this heading holds."""
    if len(heading) > 120:
        return Meaning.UNKNOWN
    key = key_of(heading)
    inside = _INSIDE.search(heading)
    for known in (key, key_of(inside[1]) if inside else ""):
        if known in _MEANING:
            return _MEANING[known]
    if key in ELSE or _PART_ELSE.search(key):
        return Meaning.OTHER
    if _PRINCIPAL.search(key):
        return Meaning.PRINCIPAL
    return Meaning.MAIL if _MAIL.search(key) else Meaning.UNKNOWN


def key_of(heading: str) -> str:
    """A heading without case, blanks and signs."""
    return _NO_LETTERS.sub("", folded(heading))
