-- Task B of workload W, written by hand for DuckDB by the authors of the workload (their b_duckdb.sql).
CREATE OR REPLACE TABLE cells AS
WITH ch AS (
  SELECT p.id, p.dob, p.gestation_weeks, p.birth_weight_g, p.smoker_at_delivery, (f.imd_decile+1)//2 AS iq, left(p.ethnicity,1) AS eg, r.tier
  FROM person p JOIN family f ON f.id=p.family_id JOIN result r ON r.family_id=p.family_id
  WHERE p.role='child' AND p.dob > DATE '2021-04-01'),
ev AS (
  SELECT person_id,
    min(date) FILTER (WHERE kind='mmr1') AS mmr1, min(date) FILTER (WHERE kind='two_year_review') AS r2y, min(date) FILTER (WHERE kind='new_birth_visit') AS nbv,
    count(*) FILTER (WHERE kind='ae_attendance' AND date > DATE '2025-04-01' AND date <= DATE '2026-04-01') AS ae12,
    count(value) FILTER (WHERE kind='breastfeeding_6_8wk') AS bfd, count(*) FILTER (WHERE kind='breastfeeding_6_8wk' AND value > 0) AS bfn,
    count(value) FILTER (WHERE kind='asq3') AS asqc, sum(value) FILTER (WHERE kind='asq3') AS asqs
  FROM event GROUP BY person_id)
SELECT iq, eg, tier,
  count(*) FILTER (WHERE dob > DATE '2025-04-01' AND smoker_at_delivery) AS n1, count(smoker_at_delivery) FILTER (WHERE dob > DATE '2025-04-01') AS d1,
  count(*) FILTER (WHERE gestation_weeks >= 37 AND birth_weight_g < 2500) AS n2, count(birth_weight_g) FILTER (WHERE gestation_weeks >= 37) AS d2,
  coalesce(sum(bfn),0)::BIGINT AS n3, coalesce(sum(bfd),0)::BIGINT AS d3,
  count(*) FILTER (WHERE dob <= DATE '2024-04-01' AND mmr1 < dob + INTERVAL 2 YEAR) AS n4, count(*) FILTER (WHERE dob <= DATE '2024-04-01') AS d4,
  count(*) FILTER (WHERE dob <= DATE '2023-10-01' AND r2y <= dob + 913) AS n5, count(*) FILTER (WHERE dob <= DATE '2023-10-01') AS d5,
  coalesce(sum(ae12),0)::BIGINT AS n6, count(*) AS d6,
  coalesce(sum(asqs)*10,0)::BIGINT AS n7, coalesce(sum(asqc),0)::BIGINT AS d7,
  (median(nbv - dob)*2)::BIGINT AS m8, count(nbv) AS d8
FROM ch LEFT JOIN ev ON ev.person_id = ch.id
GROUP BY iq, eg, tier ORDER BY iq, eg, tier;
