-- Task A of workload W, written by hand for DuckDB by the authors of the workload (their a_duckdb.sql).
CREATE OR REPLACE TABLE result AS
WITH ev AS (
  SELECT person_id,
    count(*) FILTER (WHERE kind='ae_attendance' AND date > DATE '2025-04-01' AND date <= DATE '2026-04-01') AS ae12,
    count(*) FILTER (WHERE kind='missed_appointment' AND date > DATE '2025-04-01' AND date <= DATE '2026-04-01') AS mi12,
    bool_or(kind='new_birth_visit') AS nbv, bool_or(kind='six_week_review') AS r6w, bool_or(kind='one_year_review') AS r1y,
    bool_or(kind='two_year_review') AS r2y, bool_or(kind='mmr1') AS mmr1, bool_or(kind='mmr2') AS mmr2
  FROM event GROUP BY person_id),
pe AS (
  SELECT p.family_id, p.dob, p.role='child' AS ch, p.role='adult' AS ad, p.role='adult' AND p.sex='F' AS adf,
    p.role='child' AND p.dob > DATE '2021-04-01' AS u5,
    gestation_weeks, birth_weight_g, smoker_at_delivery, epds_score, care_leaver, disability, child_protection_plan,
    coalesce(ae12,0) AS ae12, coalesce(mi12,0) AS mi12, coalesce(nbv,false) AS nbv, coalesce(r6w,false) AS r6w, coalesce(r1y,false) AS r1y,
    coalesce(r2y,false) AS r2y, coalesce(mmr1,false) AS mmr1, coalesce(mmr2,false) AS mmr2
  FROM person p LEFT JOIN ev ON ev.person_id = p.id),
pa AS (
  SELECT family_id,
    bool_or(ch AND dob > DATE '2024-04-01') AS c_u2,
    bool_or(u5 AND gestation_weeks < 37) AS pr_t, bool_or(u5 AND gestation_weeks IS NULL) AS pr_n,
    bool_or(u5 AND birth_weight_g < 2500) AS bw_t, bool_or(u5 AND birth_weight_g IS NULL) AS bw_n,
    bool_or(adf AND epds_score >= 13) AS ep_t, bool_or(adf AND epds_score IS NULL) AS ep_n,
    bool_or(u5 AND smoker_at_delivery) AS sm_t, bool_or(u5 AND smoker_at_delivery IS NULL) AS sm_n,
    bool_or(ad AND care_leaver) AS cl_t, bool_or(ad AND care_leaver IS NULL) AS cl_n,
    bool_or(ch AND disability) AS di_t,
    min(dob) FILTER (WHERE u5) AS d5, max(dob) FILTER (WHERE adf) AS df,
    bool_or(ch AND ae12 >= 2) AS ae2, sum(CASE WHEN ch THEN mi12 ELSE 0 END) AS mi,
    bool_or(ch AND child_protection_plan) AS cpp,
    bool_or(ch AND dob > DATE '2026-03-18' AND NOT nbv) AS o1,
    bool_or(ch AND dob <= DATE '2026-02-18' AND dob >= DATE '2026-01-07' AND NOT r6w) AS o2,
    bool_or(ch AND dob <= DATE '2025-05-01' AND dob > DATE '2024-12-01' AND NOT r1y) AS o3,
    bool_or(ch AND dob <= DATE '2024-04-01' AND dob > DATE '2023-10-01' AND NOT r2y) AS o4,
    bool_or(ch AND dob <= DATE '2025-03-01' AND dob > DATE '2020-04-01' AND NOT mmr1) AS o5,
    bool_or(ch AND dob <= DATE '2022-12-01' AND dob > DATE '2020-04-01' AND mmr1 AND NOT mmr2) AS o6,
    bool_or(ch AND dob > DATE '2022-04-01') AS c_u4,
    bool_or(ch AND dob > DATE '2023-04-01' AND dob <= DATE '2024-04-01') AS c_2,
    bool_or(ch AND dob > DATE '2015-04-01' AND dob <= DATE '2024-04-01') AS c_2_10
  FROM pe GROUP BY family_id),
fa AS (
  SELECT f.id AS family_id, f.lone_parent, pa.c_u4, pa.c_2, pa.c_2_10, pa.di_t, pa.o1, pa.o2, pa.o3, pa.o4, pa.o5, pa.o6,
    c_u2 AS f1,
    CASE WHEN pr_t THEN true WHEN pr_n THEN NULL ELSE false END AS f2,
    CASE WHEN bw_t THEN true WHEN bw_n THEN NULL ELSE false END AS f3,
    CASE WHEN ep_t THEN true WHEN ep_n THEN NULL ELSE false END AS f4,
    coalesce(d5 < df + INTERVAL 20 YEAR, false) AS f5,
    CASE WHEN sm_t THEN true WHEN sm_n THEN NULL ELSE false END AS f6,
    f.imd_decile <= 2 AS f7,
    f.income_annual < 22020.00 AS f8,
    f.housing_damp AND ae2 AS f9,
    mi >= 2 AS f10,
    cpp AS f11,
    CASE WHEN cl_t THEN true WHEN cl_n THEN NULL ELSE false END AS f12
  FROM family f JOIN pa ON pa.family_id = f.id),
sc AS (
  SELECT *,
    f1::INT*1 + coalesce(f2::INT,0)*2 + coalesce(f3::INT,0)*2 + coalesce(f4::INT,0)*3 + f5::INT*2 + coalesce(f6::INT,0) + f7::INT + coalesce(f8::INT,0)
      + coalesce(f9::INT,0)*2 + f10::INT + f11::INT*5 + coalesce(f12::INT,0)*2 AS score,
    coalesce(f2::INT,0)+coalesce(f3::INT,0)+coalesce(f4::INT,0)+f5::INT+coalesce(f6::INT,0)+f7::INT+coalesce(f8::INT,0)+coalesce(f9::INT,0)+f10::INT+f11::INT+coalesce(f12::INT,0) AS factors,
    (f2 IS NULL)::INT+(f3 IS NULL)::INT+(f4 IS NULL)::INT+(f6 IS NULL)::INT+(f8 IS NULL)::INT+(f9 IS NULL)::INT+(f12 IS NULL)::INT AS unknown
  FROM fa),
ti AS (
  SELECT *, CASE WHEN f11 OR score >= 9 THEN 3 WHEN factors >= 4 OR f4 OR f9 OR f12 THEN 2 WHEN factors >= 2 THEN 1 ELSE 0 END AS tier FROM sc)
SELECT family_id, f1,f2,f3,f4,f5,f6,f7,f8,f9,f10,f11,f12, score::TINYINT AS score, factors::TINYINT AS factors, unknown::TINYINT AS unknown, tier::TINYINT AS tier,
  o1,o2,o3,o4,o5,o6,
  coalesce(f4 AND f1, false) AS o7,
  coalesce(f8 AND c_u4, false) AS o8,
  coalesce(c_2 AND (f8 OR f12 OR di_t), false) AS o9,
  coalesce(tier IN (1,2) AND (lone_parent OR f5 OR f10) AND c_2_10, false) AS o10
FROM ti;
