"""The page's colours, by what they are for."""

LIGHT = {
    "paper": "#fdfcfa",
    "shade": "#f4f1ea",
    "deep": "#e9e4d9",
    "raised": "#ffffff",
    "line": "#d9d3c6",
    "ink": "#24211c",
    "soft": "#5b564c",
    "faint": "#6f6a5f",
    "accent": "#3b4cca",
    "pressed": "#2f3da8",
    "chosen": "#e6e9fb",
    "marked": "#b4c0f7",
    "on_accent": "#ffffff",
    "good": "#2e8b57",
    "bad": "#b3261e",
    "warn": "#fbeecb",
    "on_warn": "#6b4a00",
    "code": "#f2eee6",
}
DARK = {
    "paper": "#1d1e21",
    "shade": "#17181b",
    "deep": "#2a2c30",
    "raised": "#26282c",
    "line": "#3c3e44",
    "ink": "#eceae5",
    "soft": "#b8b5ae",
    "faint": "#9d9a94",
    "accent": "#a9b4ff",
    "pressed": "#c3cbff",
    "chosen": "#2c3156",
    "marked": "#4a56a6",
    "on_accent": "#14172e",
    "good": "#5cc48a",
    "bad": "#ff9d94",
    "warn": "#3d3115",
    "on_warn": "#f3d58a",
    "code": "#141518",
}
# What people's names are written in; each can be read on the paper of its theme.
LIGHT_NAMES = (
    *("#a8321f", "#8a5a00", "#4d6b00", "#1f7a4d"),
    *("#0f7285", "#3b4cca", "#7a3fb5", "#a82c74"),
)
DARK_NAMES = (
    *("#f0936f", "#e0b45c", "#b4cc6a", "#6fd3a0"),
    *("#6fc8dc", "#a9b4ff", "#caa2f5", "#f092c4"),
)
