import re
from pathlib import Path

SUPPORT = Path(__file__).parents[1] / "support"


def test_the_readme_has_a_line_for_each_module():
    listed = re.findall(
        r"^\| `(\w+\.py)` \|", (SUPPORT / "README.md").read_text(), re.M
    )
    modules = {path.name for path in SUPPORT.glob("*.py")} - {"__init__.py"}
    assert sorted(listed) == sorted(modules)
