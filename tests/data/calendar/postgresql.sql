-- The same questions (*.in, from python.py), put to PostgreSQL: psql -f postgresql.sql, then compare.
create temp table days (d date);
\copy days from days.in csv
create temp table added (d date, n int);
\copy added from added.in csv
create temp table between_days (a date, b date);
\copy between_days from between.in csv
\copy (select d as date, d - date '1970-01-01' as day, extract(isodow from d) as weekday from days order by d) to days.out csv header
create temp view moved as select d, n, (d + make_interval(months => n))::date as down from added;
\copy (select d as date, n as months, down, case when extract(day from d) > extract(day from down) then (date_trunc('month', down) + interval '1 month')::date else down end as up from moved order by d, n) to added.out csv header
\copy (select a as "from", b as "to", b - a as days, extract(year from age(b, a)) * 12 + extract(month from age(b, a)) as months, extract(year from age(b, a)) as years from between_days order by a, b) to between.out csv header
