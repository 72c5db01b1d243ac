"""What a block of code may be said to be, behind its fence: as on the page."""

NAMES = (
    *("bash", "powershell", "batch", "python", "javascript", "typescript", "java"),
    *("kotlin", "swift", "go", "rust", "c", "cpp", "csharp", "ruby", "perl", "lua"),
    *("php", "r", "scala", "haskell", "elixir", "erlang", "dart", "sql", "html", "xml"),
    *("css", "scss", "json", "yaml", "toml", "ini", "diff", "docker", "make", "nginx"),
    "tex",
)
