"""The extracts as agreed with the departments, and the promises every schema keeps."""

import datetime
import re
from decimal import Decimal

import pandera.polars as pa
import polars as pl
import pytest
from pandera.errors import SchemaErrorReason, SchemaErrors

from pipelines.identifiers import MASKS
from schemas import SOURCES
from schemas.column import DTYPES, TYPES, columns_of, explain_check, field_of
from schemas.outputs import OUTPUTS, PAYOUT_PARTS
from schemas.reasons import REASONS, explain

# name | key |, then its columns: `?` may be empty, `*` other values are out of scope, P T H as classified.
AGREED = """
enterprise | uscc |
    uscc:uscc name:text entity_type:enum7 industry_code:text registered_on:date status:enum4
    status_on:date? district:text street:text? legal_person_name:text?P legal_person_id:person_id?P
    si_employer_no:text?
social_insurance | |
    person_id:person_idP person_name:textP uscc:uscc? employer_no:text? employer_name:text?
    insurance_type:enum5* period:month contribution_base:money employer_amount:money
    employee_amount:money payment_kind:enum3 paid_on:date?
payroll | |
    person_id:person_idP person_name:textP uscc:uscc month:month gross_pay:money net_pay:money
    paid_on:date account_no:text?P
individual_income_tax | |
    person_id:person_idP person_name:textP uscc:uscc month:month income:money tax_withheld:money
tax_filing | filing_no |
    filing_no:text amends_filing_no:text? uscc:uscc? person_id:person_id?P tax_type:enum12*
    taxpayer_type:enum2 tax_item:text? period_start:date period_end:date tax_base:moneyT rate:decimal
    tax_due:moneyT input_tax:money?T relief_code:text? relief_amount:moneyT tax_paid:moneyT
payout | payout_no |
    payout_no:text benefit_code:text? benefit_name:text? level:enum4 department:text? claim_no:text?
    uscc:uscc? person_id:person_id?P payee_name:text payee_account:text?P period_start:date?
    period_end:date? quantity:decimal? amount:money status:enum3 voucher_no:text? paid_on:date?
    returned_amount:money? returned_on:date? reverses_payout_no:text?
claim | claim_no |
    claim_no:text benefit_code:text uscc:uscc? person_id:person_id?P matter:text? occurred_on:date
    ended_on:date? quantity:decimal? base_amount:money? category:text? submitted_on:date? approved:enum3
claim_person | claim_no person_id |
    claim_no:text person_id:person_idP person_name:textP category:text?
contract | |
    person_id:person_idP person_name:textP uscc:uscc contract_type:enum4 signed_on:date start_on:date
    end_on:date? introduced_by_uscc:uscc?
person | person_id |
    person_id:person_idP name:textP hukou_code:text? first_insured_period:month? education:enum5?
    school:text? study_mode:enum2? graduated_on:date? deceased_on:date?P
roster | roster subject_id valid_from |
    roster:text subject_id:textP subject_name:text? category:text? valid_from:date valid_to:date?
    approved_by:text?
operating_result | |
    uscc:uscc indicator:enum4 period_start:date period_end:date current_amount:decimal
    prior_amount:decimal? confirmed_by:text?
fee_bill | bill_no |
    bill_no:text uscc:uscc fee_type:enum13 billed_on:date standard_amount:money charged_amount:money
    claim_no:text?
deposit | deposit_no |
    deposit_no:text uscc:uscc deposit_type:enum2 due_on:date amount:money paid_on:date?
    refunded_amount:money? refunded_on:date? replenished_on:date? withheld_from_payment:flag2?
medical_settlement | settlement_no |
    settlement_no:textH person_id:person_idPH hospital:textH hospital_grade:enum4H
    hospital_district:textH visit_type:enum2H covid:enum3H designated:flag2H insurance_type:enum2H
    started_on:dateH settled_on:dateH total_amount:moneyH eligible_amount:moneyH basic_paid:moneyH
    critical_illness_paid:moneyH aid_paid:moneyH special_paid:moneyH personal_paid:moneyH
progress | |
    metric_code:text as_of:date value:decimal reported_by:text?
"""
EACH_SOURCE = pytest.mark.parametrize("schema", SOURCES.values(), ids=SOURCES.keys())
EACH_TABLE = pytest.mark.parametrize("schema", [*SOURCES.values(), *OUTPUTS.values()], ids=[*SOURCES, *OUTPUTS])


def described(schema: pa.DataFrameSchema) -> str:
    columns = " ".join(f"{name}:{in_short(column)}" for name, column in schema.columns.items())
    return " ".join(f"{schema.name} | {' '.join(schema.metadata['key'])} | {columns}".split())


def in_short(column: pa.Column) -> str:
    field = field_of(column)
    marks = (
        ("?", field.optional),
        ("*", field.open_values),
        ("P", field.personal),
        ("T", field.tax_secret),
        ("H", field.health),
    )
    return field.type + str(len(field.values) or "") + "".join(mark for mark, is_set in marks if is_set)


def frame(schema: pa.DataFrameSchema, *changes: dict) -> pl.DataFrame:
    """The example row of a source, once for every set of changes."""
    example = {name: typed(column) for name, column in schema.columns.items()}
    types = {name: DTYPES[field_of(column).type] for name, column in schema.columns.items()}
    return pl.DataFrame([example | change for change in changes], schema=types)


def typed(column: pa.Column):
    field = field_of(column)
    read = {
        "month": int,
        "date": datetime.date.fromisoformat,
        "money": Decimal,
        "decimal": Decimal,
        "flag": "是".__eq__,
    }.get(field.type, str)
    return None if field.example is None else read(field.example)


def faults(source: str, **change) -> set[tuple[str, str]]:
    """Column or source, and check, of everything pandera finds wrong in the example row after a change."""
    try:
        SOURCES[source].validate(frame(SOURCES[source], change), lazy=True)
    except SchemaErrors as errors:
        return {(error.schema.name, getattr(error.check, "name", error.check)) for error in errors.schema_errors}
    return set()


def test_the_sources_are_those_agreed():
    agreed = [" ".join(block.split()) for block in re.split(r"\n(?=\S)", AGREED.strip())]
    assert [described(schema) for schema in SOURCES.values()] == agreed


@EACH_TABLE
def test_every_column_says_what_it_is(schema: pa.DataFrameSchema):
    assert schema.title
    for name, column in schema.columns.items():
        field = field_of(column)
        assert column.title and column.description, name
        assert field.mask is None or field.mask in MASKS, name
        assert column.nullable == field.optional, name
        assert field.personal == (field.mask is not None), name


@EACH_SOURCE
def test_no_header_can_mean_two_columns(schema: pa.DataFrameSchema):
    headers = [
        header for name, column in schema.columns.items() for header in (name, column.title, *field_of(column).aliases)
    ]
    assert sorted(headers) == sorted(set(headers))


@EACH_SOURCE
def test_the_example_row_is_a_good_row(schema: pa.DataFrameSchema):
    schema.validate(frame(schema, {}), lazy=True)
    assert all(field_of(column).example for column in schema.columns.values() if not column.nullable)


@EACH_SOURCE
def test_what_replaces_and_what_keys_are_columns(schema: pa.DataFrameSchema):
    assert set(schema.metadata["replace_by"]) and set(schema.metadata["replace_by"]) <= set(schema.columns)
    assert set(schema.metadata["key"]) <= {name for name, column in schema.columns.items() if not column.nullable}


@EACH_SOURCE
def test_every_check_has_its_reason_and_advice(schema: pa.DataFrameSchema):
    for column in schema.columns.values():
        assert field_of(column).type in TYPES
        for check in column.checks:
            assert "{" not in "".join(explain_check(check.name, column))
    for check in schema.checks:
        assert check.name in REASONS
        assert columns_of(check) and set(columns_of(check)) <= set(schema.columns)


def test_the_advice_names_the_values_and_the_unit():
    status = SOURCES["enterprise"].columns["status"]
    assert explain_check("enum_known", status).advice == "请改为以下之一：存续、注销、吊销、迁出"
    assert explain("money_unreadable", unit="万元").advice == "请只填数字，单位为万元，如 1234.56"


@pytest.mark.parametrize(
    ("source", "change", "found"),
    [
        ("enterprise", {"uscc": "91320508000000000A"}, {("uscc", "uscc_valid")}),
        ("enterprise", {"industry_code": "6110"}, {("industry_code", "industry_code_form")}),
        ("enterprise", {"status": "正常"}, {("status", "enum_known")}),
        ("enterprise", {"name": None}, {("name", "not_nullable")}),
        ("enterprise", {"name": " "}, {("name", "text_not_blank")}),
        ("enterprise", {"registered_on": datetime.date(3023, 3, 5)}, {("registered_on", "date_in_range")}),
        ("person", {"person_id": "320508199001010011"}, {("person_id", "person_id_valid")}),
        ("person", {"first_insured_period": 202313}, {("first_insured_period", "month_in_range")}),
        ("person", {"first_insured_period": 20231}, {("first_insured_period", "month_in_range")}),
        ("person", {"hukou_code": "3205"}, {("hukou_code", "division_code_form")}),
        ("payroll", {"gross_pay": Decimal("-0.01")}, {("gross_pay", "not_negative")}),
        ("payout", {"uscc": None}, {("payout", "subject_present")}),
        ("payout", {"benefit_code": None, "benefit_name": None}, {("payout", "benefit_present")}),
        ("payout", {"amount": Decimal(-1)}, {("payout", "negative_only_when_reversing")}),
        ("payout", {"returned_amount": Decimal(-1)}, {("returned_amount", "not_negative")}),
        ("payout", {"period_end": datetime.date(2022, 12, 31)}, {("payout", "ends_after_it_starts")}),
        ("tax_filing", {"uscc": None}, {("tax_filing", "subject_present")}),
        (
            "social_insurance",
            {"employer_amount": Decimal(-1)},
            {("social_insurance", "negative_only_when_refunded")},
        ),
        (
            "operating_result",
            {"indicator": "裁员率", "current_amount": Decimal("5.5")},
            {("operating_result", "layoff_rate_is_fraction")},
        ),
    ],
)
def test_a_fault_is_found_and_named(source: str, change: dict, found: set):
    assert faults(source, **change) == found


@pytest.mark.parametrize(
    ("source", "change"),
    [
        (
            "social_insurance",
            {"payment_kind": "退费", "employer_amount": Decimal(-1), "contribution_base": Decimal(-9)},
        ),
        ("social_insurance", {"insurance_type": "公务员医疗补助"}),
        ("payout", {"amount": Decimal(-1), "reverses_payout_no": "FF1"}),
        ("payout", {"uscc": "320508000000000", "person_id": "1"}),
        ("payout", {"period_end": None}),
        ("payout", {"amount": Decimal(0)}),
        ("tax_filing", {"tax_due": Decimal(-1), "tax_paid": Decimal(-1)}),
        ("tax_filing", {"uscc": None, "person_id": "320508199001010010"}),
        ("roster", {"valid_to": datetime.date(9999, 12, 31)}),
        ("contract", {"end_on": None}),
        ("claim", {"uscc": None}),
        ("enterprise", {"uscc": "N2320508000000000W"}),
    ],
)
def test_what_is_unusual_but_right_passes(source: str, change: dict):
    assert faults(source, **change) == set()


def test_a_failure_points_at_its_rows():
    schema = SOURCES["payroll"]
    rows = frame(schema, {}, {"person_id": None}, {"net_pay": Decimal(-1)}, {"net_pay": Decimal(-1), "uscc": "1"})
    with pytest.raises(SchemaErrors) as caught:
        schema.validate(rows, lazy=True)
    bad = {error.schema.name: error.check_output["check_output"].to_list() for error in caught.value.schema_errors}
    assert bad == {
        "person_id": [True, False, True, True],
        "net_pay": [True, True, False, False],
        "uscc": [True, True, True, False],
    }
    codes = {error.schema.name: error.reason_code for error in caught.value.schema_errors}
    assert codes["person_id"] is SchemaErrorReason.SERIES_CONTAINS_NULLS


def judged_payout(**change) -> pl.DataFrame:
    schema = OUTPUTS["payout_verdict"]
    zero = dict.fromkeys((*PAYOUT_PARTS, "allowed_amount", "excess_amount", "amount"), Decimal(0))
    row = (
        dict.fromkeys(schema.columns)
        | {"payout_no": "1", "level": "区", "verdict": "compliant", "basis": "text"}
        | {"delivery_no": 1, "row_no": 2}
        | zero
    )
    return pl.DataFrame([row | change], schema={name: column.dtype.type for name, column in schema.columns.items()})


def test_a_payout_whose_parts_do_not_add_up_is_not_published():
    schema = OUTPUTS["payout_verdict"]
    whole = {"amount": Decimal(5), "compliant_amount": Decimal(5), "allowed_amount": Decimal(5)}
    schema.validate(judged_payout(**whole), lazy=True)
    with pytest.raises(SchemaErrors) as caught:
        schema.validate(judged_payout(**whole | {"compliant_amount": Decimal(4)}), lazy=True)
    assert [error.check.name for error in caught.value.schema_errors] == ["parts_add_up"]
