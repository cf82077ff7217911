"""Every color of the app, by role; no other file names one."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a color is for."""

    WINDOW = "window"
    SURFACE = "surface"
    TEXT = "text"
    MUTED = "muted"
    LINE = "line"
    FIELD_LINE = "field_line"
    ACCENT = "accent"
    ACCENT_HOVER = "accent_hover"
    ACCENT_SOFT = "accent_soft"
    ON_ACCENT = "on_accent"
    GOOD = "good"
    GOOD_GROUND = "good_ground"
    ATTENTION = "attention"
    ATTENTION_GROUND = "attention_ground"
    WRONG = "wrong"
    WRONG_GROUND = "wrong_ground"
    CHIP = "chip"
    HOVER = "hover"
    SELECTION = "selection"
    CURSOR = "cursor"


LIGHT: dict[Role, str] = {
    Role.WINDOW: "#F4F5F7",
    Role.SURFACE: "#FFFFFF",
    Role.TEXT: "#1A1F26",
    Role.MUTED: "#5F6B7E",
    Role.LINE: "#E6E8EC",
    Role.FIELD_LINE: "#D3D7DE",
    Role.ACCENT: "#0B6B80",
    Role.ACCENT_HOVER: "#095A6C",
    Role.ACCENT_SOFT: "#E3F1F4",
    Role.ON_ACCENT: "#FFFFFF",
    Role.GOOD: "#18794E",
    Role.GOOD_GROUND: "#E6F4EC",
    Role.ATTENTION: "#945205",
    Role.ATTENTION_GROUND: "#FDF1DF",
    Role.WRONG: "#B42332",
    Role.WRONG_GROUND: "#FBE9EA",
    Role.CHIP: "#EEF0F3",
    Role.HOVER: "#F2F5F7",
    Role.SELECTION: "#E4F0F3",
    Role.CURSOR: "#C9E3E9",
}

DARK: dict[Role, str] = {
    Role.WINDOW: "#13161A",
    Role.SURFACE: "#1A1E23",
    Role.TEXT: "#E7EAEE",
    Role.MUTED: "#97A1AE",
    Role.LINE: "#252A31",
    Role.FIELD_LINE: "#363D46",
    Role.ACCENT: "#56B8CC",
    Role.ACCENT_HOVER: "#74C8D9",
    Role.ACCENT_SOFT: "#173039",
    Role.ON_ACCENT: "#0B1A1E",
    Role.GOOD: "#5CC08B",
    Role.GOOD_GROUND: "#173226",
    Role.ATTENTION: "#E0A24A",
    Role.ATTENTION_GROUND: "#3A2A12",
    Role.WRONG: "#F0808A",
    Role.WRONG_GROUND: "#3B1D21",
    Role.CHIP: "#252B32",
    Role.HOVER: "#20252B",
    Role.SELECTION: "#1B343C",
    Role.CURSOR: "#24505D",
}

COMPANY_HUES = (
    "#C2553A",
    "#3B7DB0",
    "#8A7A33",
    "#6C4FA3",
    "#237A57",
    "#B0417A",
    "#4A63D0",
    "#9A6A43",
    "#16A07A",
    "#D9661F",
    "#9333A8",
    "#1F6FBF",
)
"""The fixed colors of companies, told apart in both themes; a company keeps its own (product F05)."""
