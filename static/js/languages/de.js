/* German, for those who are addressed as "du". No module, so that it is run before them all; what is between the
 * brackets is JSON. See words/words.js. */
globalThis.chatsiteWords = ["de", {
  "The connection broke.": "Die Verbindung ist abgerissen.",
  "This site was restored from a backup: what was said after it is gone.": "Diese Seite wurde aus einer Sicherung wiederhergestellt: Was danach gesagt wurde, ist nicht mehr da.",
  "This was lost when the site was restored from a backup.": "Das ging verloren, als die Seite aus einer Sicherung wiederhergestellt wurde.",
  "{names} are typing…": {
    "one": "{names} tippt…",
    "other": "{names} tippen…"
  },
  "{count} more": {
    "one": "{count} weitere Person",
    "other": "{count} weitere"
  },
  "Open": "Öffnen",
  "Join": "Beitreten",
  "Open {name}": "{name} öffnen",
  "Join {name}": "{name} beitreten",
  "{count} members": {
    "one": "{count} Mitglied",
    "other": "{count} Mitglieder"
  },
  "no tone": "kein Hautton",
  "light tone": "heller Hautton",
  "medium-light tone": "mittelheller Hautton",
  "medium tone": "mittlerer Hautton",
  "medium-dark tone": "mitteldunkler Hautton",
  "dark tone": "dunkler Hautton",
  "The emoji could not be fetched. Try again in a moment.": "Die Emojis konnten nicht geholt werden. Versuch es gleich noch einmal.",
  "Found": "Gefunden",
  "There is no emoji of that name.": "Es gibt kein Emoji mit diesem Namen.",
  "The site cannot be reached: you are still logged in. Try again in a moment.": "Die Seite ist nicht erreichbar: Du bist noch angemeldet. Versuch es gleich noch einmal.",
  "You are still logged in. Load the page anew, and try again.": "Du bist noch angemeldet. Lade die Seite neu und versuch es noch einmal.",
  "{count} messages wait to be sent. If you log out now, they are lost.": {
    "one": "Eine Nachricht ist noch nicht gesendet. Wenn du dich jetzt abmeldest, geht sie verloren.",
    "other": "{count} Nachrichten sind noch nicht gesendet. Wenn du dich jetzt abmeldest, gehen sie verloren."
  },
  "Write to {name}": "An {name} schreiben",
  "Hide this talk": "Dieses Gespräch ausblenden",
  "Block {name}": "{name} blockieren",
  "Unblock {name}": "{name} freigeben",
  "Block {name}?": "{name} blockieren?",
  "It is private: to come back you need a new invitation.": "Er ist privat: Um zurückzukommen, brauchst du eine neue Einladung.",
  "You can come back whenever you like.": "Du kannst jederzeit zurückkommen.",
  "{name} is invited to {room}.": "{name} ist in {room} eingeladen.",
  "That is you: write to somebody else.": "Das bist du selbst: Schreib jemand anderem.",
  "{count} characters too long": {
    "one": "{count} Zeichen zu lang",
    "other": "{count} Zeichen zu lang"
  },
  "{count} characters left": {
    "one": "noch {count} Zeichen",
    "other": "noch {count} Zeichen"
  },
  "Show all {count} lines": {
    "one": "Die {count} Zeile zeigen",
    "other": "Alle {count} Zeilen zeigen"
  },
  "You are not connected right now. This is done as soon as the connection is back.": "Du bist gerade nicht verbunden. Das wird erledigt, sobald die Verbindung wieder da ist.",
  "You are not in {name} any more.": "Du bist nicht mehr in {name}.",
  "Messages in {name}": "Nachrichten in {name}",
  "This is the beginning of {name}": "Hier beginnt {name}",
  "Just you and {name}": "Nur du und {name}",
  "This {name} has gone: nobody reads what is written here.": "Dieser Gast, {name}, ist gegangen: Niemand liest, was hier geschrieben wird.",
  "Only the two of you can read what is written here.": "Nur ihr beide könnt lesen, was hier geschrieben wird.",
  "You have blocked them: what they write does not reach you until you unblock them.": "Du hast diese Person blockiert: Was sie schreibt, erreicht dich erst wieder, wenn du sie freigibst.",
  "Join the room to see what is said in it.": "Tritt dem Raum bei, um zu sehen, was darin gesagt wird.",
  "Everybody here can join this room and read it.": "Alle hier können diesem Raum beitreten und ihn lesen.",
  "A private room: only those who are invited can read it.": "Ein privater Raum: Nur wer eingeladen ist, kann ihn lesen.",
  "You are in {name} now.": "Du bist jetzt in {name}.",
  "{room} from {from}": "{room} von {from}",
  "from {from}": "von {from}",
  "Accept {room}": "{room} annehmen",
  "Decline {room}": "{room} ablehnen",
  "Double-click or press Enter to write to {name}": "Mit Doppelklick oder Eingabetaste an {name} schreiben",
  "More about {name}": "Mehr zu {name}",
  "Show times as {example}": "Uhrzeiten wie {example} zeigen",
  "An administrator has shut you out until {until}.": "Die Verwaltung hat dich bis {until} ausgesperrt.",
  "An administrator has shut you out until {until}: {why}.": "Die Verwaltung hat dich bis {until} ausgesperrt: {why}.",
  "An administrator has shut you out: {why}.": "Die Verwaltung hat dich ausgesperrt: {why}.",
  "Connecting": "Verbindung wird aufgebaut",
  "Connected": "Verbunden",
  "Live updates are delayed": "Neues kommt verzögert an",
  "Reconnecting": "Verbindung wird wiederhergestellt",
  "Offline": "Offline",
  "Disconnected": "Getrennt",
  "next try in {count} s": {
    "one": "nächster Versuch in {count} s",
    "other": "nächster Versuch in {count} s"
  },
  "This message was deleted meanwhile. What you wrote is still here, to be copied.": "Diese Nachricht wurde inzwischen gelöscht. Was du geschrieben hast, steht noch hier und lässt sich kopieren.",
  "This message was changed elsewhere meanwhile: if you save, yours takes its place.": "Diese Nachricht wurde inzwischen anderswo geändert: Wenn du speicherst, tritt deine an ihre Stelle.",
  "Waiting for the connection": "Wartet auf die Verbindung",
  "Latest": "Neueste",
  "{count} new": {
    "one": "{count} neue",
    "other": "{count} neue"
  },
  "{count} new since {since}": {
    "one": "{count} neue seit {since}",
    "other": "{count} neue seit {since}"
  },
  "{count} new messages from {names}": {
    "one": "Eine neue Nachricht von {names}",
    "other": "{count} neue Nachrichten von {names}"
  },
  "{names} wrote to you in private": {
    "one": "{names} hat dir privat geschrieben",
    "other": "{names} haben dir privat geschrieben"
  },
  "Copy the text": "Text kopieren",
  "Anywhere": "Überall",
  "Find a room or a person": "Einen Raum oder jemanden finden",
  "Go on to the next part: lists, messages, writing": "Weiter zum nächsten Teil: Listen, Nachrichten, Schreiben",
  "Close what is open, or go to writing": "Schließen, was offen ist, oder zum Schreiben gehen",
  "Go to writing, with that letter": "Zum Schreiben gehen, mit diesem Buchstaben",
  "Show these keys; the second works while you write, too": "Diese Tasten zeigen; die zweite geht auch beim Schreiben",
  "Writing": "Schreiben",
  "Send": "Senden",
  "Break the line": "Neue Zeile",
  "Edit your last message, while nothing is written": "Deine letzte Nachricht bearbeiten, solange nichts geschrieben ist",
  "Go to the messages": "Zu den Nachrichten gehen",
  "Messages": "Nachrichten",
  "Go to the message before, or to the next": "Zur Nachricht davor oder zur nächsten gehen",
  "Go to the first that is here, or to the last": "Zur ersten, die da ist, oder zur letzten gehen",
  "Go on to what can be done with a message": "Weiter zu dem, was mit einer Nachricht geht",
  "Show all that can be done with it": "Alles zeigen, was mit ihr geht",
  "Lists and menus": "Listen und Menüs",
  "Go to the one before, or to the next": "Zum Eintrag davor oder zum nächsten gehen",
  "Go on to the menu about a person": "Weiter zum Menü über jemanden",
  "Ctrl": "Strg",
  "Shift": "Umschalt",
  "Esc": "Esc",
  "Home": "Pos1",
  "End": "Ende"
}];
