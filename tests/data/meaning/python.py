"""Writes conditions.tsv, lists.tsv, levels.tsv and latest.tsv here: the meaning of small rules, and what every completion says.

The rules of grammar.md, section 5, as its own brute-force check states them: a condition is a pair (certainly, possibly)."""
import itertools
import random

random.seed(5)
UNKNOWN = '?'


def completions(values):
    holes = [i for i, v in enumerate(values) if v is None]
    for fill in itertools.product([0, 1], repeat=len(holes)):
        out = list(values)
        for i, v in zip(holes, fill):
            out[i] = v
        yield out


def pair_of(value):
    return (0, 1) if value is None else (value, value)


def random_formula(depth, atoms):
    if depth == 0 or random.random() < .2:
        return 'fact', random.randrange(atoms)
    kind = random.choice(['and', 'or', 'not', 'at least', 'score'])
    if kind == 'not':
        return kind, random_formula(depth - 1, atoms)
    parts = [random_formula(depth - 1, atoms) for _ in range(random.randint(2, 4))]
    if kind == 'at least':
        return kind, random.randint(1, len(parts)), parts
    if kind == 'score':
        return kind, random.randint(1, 6), parts, [random.choice([-1, 1, 2, 3]) for _ in parts], random.randint(2, 5)
    return kind, parts


def pair(f, facts):
    if f[0] == 'fact':
        return pair_of(facts[f[1]])
    if f[0] == 'not':
        lo, hi = pair(f[1], facts)
        return 1 - hi, 1 - lo
    if f[0] in ('and', 'or'):
        got = [pair(part, facts) for part in f[1]]
        pick = min if f[0] == 'and' else max
        return pick(a for a, _ in got), pick(b for _, b in got)
    got = [pair(part, facts) for part in f[2]]
    if f[0] == 'at least':
        lo, hi = sum(a for a, _ in got), sum(b for _, b in got)
    else:
        lo = min(f[4], sum(w * (a if w >= 0 else b) for (a, b), w in zip(got, f[3])))
        hi = min(f[4], sum(w * (b if w >= 0 else a) for (a, b), w in zip(got, f[3])))
    return int(lo >= f[1]), int(hi >= f[1])


def words(f, scores):
    """The formula in the language; scores that it needs are added, a declaration each."""
    if f[0] == 'fact':
        return f'f{f[1]}'
    if f[0] == 'not':
        return f'(not {words(f[1], scores)})'
    if f[0] in ('and', 'or'):
        return '(' + f' {f[0]} '.join(words(part, scores) for part in f[1]) + ')'
    parts = [words(part, scores) for part in f[2]]
    if f[0] == 'at least':
        return f'(at least {f[1]} of {{ ' + ', '.join(parts) + ' })'
    items = [f"{'minus ' if w < 0 else ''}{abs(w)} points when {part}" for part, w in zip(parts, f[3])]
    name = f's{len(scores)}'
    scores.append(f'score {name} for family "S" {{ ' + ', '.join(items) + ' }')
    return f'(lowest of {{ {name}, {f[4]} }} is at least {f[1]})'


def told(values):
    return ''.join(UNKNOWN if v is None else str(v) for v in values)


def write(name, heading, rows):
    with open(name, 'w') as file:
        file.write('\t'.join(heading) + '\n')
        for row in rows:
            file.write('\t'.join(str(cell) for cell in row) + '\n')


def conditions():
    for _ in range(300):
        f, facts, scores = random_formula(3, 6), [random.choice([0, 1, None, None]) for _ in range(6)], []
        lo, hi = pair(f, facts)
        answers = sorted({pair(f, c)[0] for c in completions(facts)})
        yield words(f, scores), ' '.join(scores), told(facts), lo, hi, told(answers)


def lists():
    for _ in range(300):
        rows = [(random.choice([0, 1, None]), random.choice([0, 1, None])) for _ in range(random.randint(0, 4))]
        partial = int(random.random() < .3)
        some, count, every = set(), set(), set()
        for there in completions([r[0] for r in rows]):
            for claim in completions([r[1] for r in rows]):
                for extra in ([], [0], [1], [1, 1]) if partial else ([],):
                    have = [c for t, c in zip(there, claim) if t] + extra
                    some.add(int(bool(have)))
                    count.add(len(have))
                    every.add(int(all(have)))
        most = 'more' if partial else max(count)
        yield (told(r[0] for r in rows) or '-', told(r[1] for r in rows) or '-', partial, min(some), max(some), min(count), most,
               min(every), max(every))


def levels():
    for _ in range(200):
        facts = [random.choice([0, 1, None]) for _ in range(5)]
        rules, scores = [random_formula(2, 5) for _ in range(3)], []
        seen_tiers, seen_segments = set(), set()
        for c in completions(facts):
            true = [pair(r, c)[0] for r in rules]
            seen_tiers.add(max([i + 1 for i, t in enumerate(true) if t], default=0))
            seen_segments.add(next((i for i, t in enumerate(true) if t), 3))
        got = [pair(r, facts) for r in rules]
        tier = max([i + 1 for i, (lo, _) in enumerate(got) if lo], default=0)
        tiers = {tier} | {i + 1 for i, (_, hi) in enumerate(got) if hi and i + 1 > tier}
        segments = {i for i, (_, hi) in enumerate(got) if hi and not any(lo for lo, _ in got[:i])}
        if not any(lo for lo, _ in got):
            segments.add(3)
        texts = [words(r, scores) for r in rules]
        yield (*texts, ' '.join(scores), told(facts), told(sorted(tiers)), told(sorted(seen_tiers)), told(sorted(segments)),
               told(sorted(seen_segments)))


def latest():
    for _ in range(300):
        events = [(random.randint(1, 4), random.choice([1, 0, None]), random.choice([1, 2, 3])) for _ in range(random.randint(0, 4))]
        seen = set()
        for there in completions([e[1] for e in events]):
            have = [e for e, t in zip(events, there) if t]
            last = {e[2] for e in have if e[0] == max(h[0] for h in have)}
            seen.add(str(last.pop()) if len(last) == 1 else 'disagree' if last else 'none')
        cells = (told(e[0] for e in events) or '-', told(e[1] for e in events) or '-', told(e[2] for e in events) or '-')
        yield (*cells, ' '.join(sorted(seen)))


write('conditions.tsv', ['rule', 'scores', 'facts', 'certainly', 'possibly', 'answers'], conditions())
write('lists.tsv', ['there', 'claims', 'partial', 'any from', 'any to', 'count from', 'count to', 'every from', 'every to'], lists())
write('levels.tsv', ['second', 'third', 'fourth', 'scores', 'facts', 'tiers', 'seen tiers', 'segments', 'seen segments'], levels())
write('latest.tsv', ['days', 'there', 'values', 'seen'], latest())
