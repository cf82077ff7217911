"""Files that ship with the app: icons, style sheet, word lists."""
