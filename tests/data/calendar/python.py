"""Writes days.csv, added.csv, between.csv and birthdays.csv here, and the questions for postgresql.sql (*.in)."""
import calendar
import datetime
import random

from dateutil.relativedelta import relativedelta

D = datetime.date
random.seed(20260401)
EPOCH = D(1970, 1, 1)
MONTHS = [1, -1, 2, 3, -3, 6, 9, 11, 12, -12, 13, 18, 24, 30, 40, 48, -48, 100, 216, 1200, -1200]
EDGES = [D(y, m, d) for y in (1, 4, 1899, 1900, 1999, 2000, 2023, 2024, 2100, 2400, 9996, 9999)
         for m in range(1, 13) for d in (1, 28, 29, 30, 31) if d <= calendar.monthrange(y, m)[1]]


def near():
    return D(1990, 1, 1) + datetime.timedelta(random.randrange(18000))


def far():
    return D(1, 1, 1) + datetime.timedelta(random.randrange(3652059))


def month_of(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def inside(day, months):
    return 1 <= month_of(day, months)[0] <= 9999


def down(day, months):
    return day + relativedelta(months=months)


def up(day, months):
    year, month = month_of(day, months)
    try:
        return day.replace(year=year, month=month)
    except ValueError:
        return D(year, month + 1, 1) if month < 12 else D(year + 1, 1, 1)


def completed(a, b):  # by the parts of the two dates alone: no date is moved
    return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day)


def age(a, b):
    return b.year - a.year - ((b.month, b.day) < (a.month, a.day))


def birthday(born, years):
    if (born.month, born.day) == (2, 29) and not calendar.isleap(born.year + years):
        return D(born.year + years, 3, 1)
    return born.replace(year=born.year + years)


def write(name, heading, rows):
    with open(name, 'w') as file:
        file.write(heading + '\n' if heading else '')
        for row in rows:
            file.write(','.join(str(cell) for cell in row) + '\n')


added = [(day, months) for day in EDGES for months in random.sample(MONTHS, 2)]
added += [(near(), random.randrange(-60, 240)) for _ in range(500)]
added += [(far(), random.randrange(-30000, 30000)) for _ in range(200)]
added = sorted({pair for pair in added if inside(*pair)})

between = []
for _ in range(600):
    between.append((random.choice([near(), random.choice(EDGES)]), random.choice([near(), random.choice(EDGES)])))
while len(between) < 1200:  # the days about an anniversary, where months complete
    a, months = random.choice([near(), random.choice(EDGES)]), random.choice(MONTHS + [5, 7, 60, 36])
    if inside(a, months):
        b = down(a, months).toordinal() + random.choice([-2, -1, 0, 1, 2, 3])
        if 1 <= b <= D.max.toordinal():
            between.append((a, D.fromordinal(b)))
between = sorted(set(between))

days = sorted(set(EDGES) | {near() for _ in range(300)} | {far() for _ in range(300)})
born = [D(y, m, d) for y in (1896, 1904, 1996, 2000, 2020, 2023, 2024) for m, d in ((2, 28), (2, 29), (3, 1))
        if (m, d) != (2, 29) or calendar.isleap(y)]

write('days.csv', 'date,day,weekday', [(d, (d - EPOCH).days, d.isoweekday()) for d in days])
write('added.csv', 'date,months,down,up', [(d, n, down(d, n), up(d, n)) for d, n in added])
write('between.csv', 'from,to,days,months,years', [(a, b, (b - a).days, completed(a, b), age(a, b)) for a, b in between])
write('birthdays.csv', 'born,years,birthday',
      [(b, n, birthday(b, n)) for b in born for n in (1, 2, 3, 4, 5, 16, 18, 76, 80, 100, 104)])
write('days.in', '', [(d,) for d in days])
write('added.in', '', added)
write('between.in', '', [pair for pair in between if pair[0] <= pair[1]])
