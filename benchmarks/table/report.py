"""The table, and what is wrong with it."""

SAID = {True: "yes", False: "**no**", None: "–"}


def text(found, rows):
    machine = found["machine"]
    lines = [
        f"# Figures of {machine['date']}",
        "",
        f"`{found['command']}` at commit {found['commit']}; {found['java']}; {machine['cores']} cores, {machine['cpu']}, Linux {machine['kernel']}.",
        f"Medians of {found['options']['rounds']} rounds of {found['options']['seconds']:g} s; ratios are Hawser's figure to the best rival's.",
        "",
        "| work | Hawser | best rival | ratio | must | reached | aim | reached |",
        "| --- | ---: | ---: | ---: | --- | --- | --- | --- |",
    ]
    lines += [f"| {' | '.join(cells(row))} |" for row in rows]
    counted = [row.must.reached for row in rows if row.must and row.must.reached is not None]
    lines += ["", f"Reached: {counted.count(True)} of {len(counted)}.", "", "Contenders:"]
    lines += [f"- {name}: {c['version']}" for name, c in found["contenders"].items()]
    lines += ["", "Notes:"] + [f"- {name}: {note}" for name, notes in found["notes"].items() for note in notes]
    return "\n".join(lines) + "\n"


def cells(row):
    def number(value):
        return f"{value:.{row.decimals}f}"
    own = "missing" if row.own is None else f"{number(row.own)} {row.unit}"
    rival = f"{row.rival} {number(row.rival_value)}" if row.rival and row.rival_value is not None else "–"
    ratio = f"{row.own / row.rival_value:.2f}" if row.own is not None and row.rival_value else "–"
    return [row.work, own, rival, ratio, *goal(row.must), *goal(row.aim)]


def goal(wanted):
    return [wanted.text, SAID[wanted.reached]] if wanted else ["–", "–"]


def problems(found, rows):
    """What makes the run worthless, however fast it was."""
    missing = [f"{row.work}: missing" for row in rows if row.own is None]
    broken = [f"{name}: {note}" for name, notes in found["notes"].items() if name.startswith("hawser") for note in notes if "NOT EXACT" in note or "not pass" in note]
    return missing + broken
