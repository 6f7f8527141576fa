-- 人员
-- Grain: person_id
-- Reads: staging.person
-- Article: 全文
-- Two rows of one person may have been delivered: what they do not agree on is not known.
select
    person_id,
    case
        when count(hukou_code) = count(*) and min(hukou_code) = max(hukou_code) then min(hukou_code)
    end as hukou_code,
    case
        when count(first_insured_period) = count(*) and min(first_insured_period) = max(first_insured_period)
            then min(first_insured_period)
    end as first_insured_period,
    case when count(education) = count(*) and min(education) = max(education) then min(education) end as education,
    case when count(school) = count(*) and min(school) = max(school) then min(school) end as school,
    case when count(study_mode) = count(*) and min(study_mode) = max(study_mode) then min(study_mode) end as study_mode,
    case
        when count(graduated_on) = count(*) and min(graduated_on) = max(graduated_on) then min(graduated_on)
    end as graduated_on,
    min(delivery_no) as delivery_no,
    min(row_no) as row_no
from staging.person
group by person_id
