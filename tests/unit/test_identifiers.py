"""Check characters agree with python-stdnum, but where pipelines.identifiers says otherwise."""

import datetime
import random

import polars as pl
import pytest
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent, InvalidFormat, ValidationError

from pipelines import identifiers

SAMPLES = 3_000
BEIJING = "110101"


def judge(function, codes: list[str | None]) -> list:
    return (
        pl.DataFrame({"code": codes}, schema={"code": pl.String}).select(function(pl.col("code"))).to_series().to_list()
    )


def one(function, code: str | None):
    return judge(function, [code])[0]


def damaged(code: str, alphabet: str, chance: random.Random) -> str:
    """The code with one character changed, lost, doubled, or two neighbours exchanged."""
    place = chance.randrange(len(code) - 1)
    head, character, rest = code[:place], code[place], code[place + 1 :]
    return chance.choice(
        [
            head + chance.choice(alphabet) + rest,
            head + rest,
            head + character * 2 + rest,
            head + rest[0] + character + rest[1:],
        ]
    )


def random_uscc(chance: random.Random, start: str = "91") -> str:
    body = start + BEIJING + "".join(chance.choices(identifiers.USCC_ALPHABET, k=9))
    return body + uscc.calc_check_digit(body)


def random_person_id(chance: random.Random) -> str:
    born = datetime.date(1930, 1, 1) + datetime.timedelta(days=chance.randrange(30_000))
    body = f"{BEIJING}{born:%Y%m%d}{chance.randrange(1000):03}"
    return body + ric.calc_check_digit(body + "0")


def test_unified_codes_right_and_damaged_are_judged_as_stdnum_judges_them():
    chance = random.Random(1)
    right = [random_uscc(chance) for _ in range(SAMPLES)]
    codes = right + [damaged(code, identifiers.USCC_ALPHABET + "IOSVZ", chance) for code in right]
    judged = judge(identifiers.uscc_is_valid, codes)
    assert all(judged[:SAMPLES])
    differing = [code for code, is_valid in zip(codes, judged, strict=True) if is_valid != uscc.is_valid(code)]
    # A letter that fell into the first two places: the one thing stdnum is stricter about.
    assert all(not code[:2].isdigit() for code in differing)


def test_a_code_that_begins_with_letters_is_right_though_stdnum_wants_digits():
    chance = random.Random(2)
    codes = [random_uscc(chance, start) for start in ("A1", "N2", "Y1", "5A") for _ in range(200)]
    assert all(judge(identifiers.uscc_is_valid, codes))
    with pytest.raises(InvalidFormat):
        uscc.validate(codes[0])


def test_identity_numbers_right_and_damaged_are_judged_as_stdnum_judges_them():
    chance = random.Random(3)
    right = [random_person_id(chance) for _ in range(SAMPLES)]
    codes = right + [damaged(code, "0123456789X", chance) for code in right]
    judged = judge(identifiers.person_id_is_valid, codes)
    assert all(judged[:SAMPLES])
    for code, is_valid in zip(codes, judged, strict=True):
        assert is_valid == stdnum_without_regions(code), code


def stdnum_without_regions(code: str) -> bool:
    """stdnum's verdict, had it no table of regions, and with our range of births."""
    try:
        ric.validate(code)
    except InvalidComponent:
        try:
            return identifiers.EARLIEST_BIRTH <= ric.get_birth_date(code) <= identifiers.LATEST_BIRTH
        except InvalidComponent:
            return False
    except ValidationError:
        return False
    return identifiers.EARLIEST_BIRTH <= ric.get_birth_date(code) <= identifiers.LATEST_BIRTH


def with_check(body: str) -> str:
    return body + ric.calc_check_digit(body + "0")


@pytest.mark.parametrize(
    ("body", "is_valid"),
    [
        (BEIJING + "20000229001", True),
        (BEIJING + "19000229001", False),
        (BEIJING + "20230229001", False),
        (BEIJING + "19900431001", False),
        (BEIJING + "19901301001", False),
        (BEIJING + "18800101001", False),
        ("830000" + "19900101001", True),
        ("999999" + "19900101001", True),
    ],
    ids=[
        "leap-day",
        "1900-no-leap",
        "29-feb-2023",
        "31-april",
        "month-13",
        "too-old",
        "taiwan-permit",
        "no-region",
    ],
)
def test_the_birth_date_must_be_real_and_the_region_is_not_judged(body: str, is_valid: bool):
    assert one(identifiers.person_id_is_valid, with_check(body)) is is_valid


def test_a_lower_case_x_is_stored_as_a_capital():
    chance = random.Random(4)
    number = next(number for number in iter(lambda: random_person_id(chance), "") if number.endswith("X"))
    assert one(identifiers.person_id_is_valid, number.lower()) is False
    assert one(identifiers.upgrade_person_id, number.lower()) == number
    assert ric.is_valid(number.lower())


def test_blanks_full_width_and_an_apostrophe_are_taken_off():
    assert one(identifiers.normalise_identifier, "'９１110000 600037341l\u3000") == "91110000600037341L"


def test_a_fifteen_digit_number_becomes_the_eighteen_of_the_same_person():
    chance = random.Random(5)
    numbers = [number for number in (random_person_id(chance) for _ in range(500)) if number[6:8] == "19"]
    old = [number[:6] + number[8:17] for number in numbers]
    assert judge(identifiers.upgrade_person_id, old) == numbers


def test_check_characters_are_those_of_stdnum():
    chance = random.Random(6)
    codes = [random_uscc(chance) for _ in range(500)]
    numbers = [random_person_id(chance) for _ in range(500)]
    assert judge(identifiers.uscc_check_character, [code[:17] for code in codes]) == [code[17] for code in codes]
    assert judge(identifiers.person_check_character, [number[:17] for number in numbers]) == [n[17] for n in numbers]


def test_null_stays_null_and_strange_text_is_merely_wrong():
    strange = ["", "汉", "汉" * 6, "汉" * 18, "９" * 18, "0" * 19, "\n"]
    for function in (identifiers.uscc_is_valid, identifiers.person_id_is_valid):
        assert judge(function, [None, *strange]) == [None] + [False] * len(strange)
        assert judge(function, []) == []


def test_old_registration_numbers_are_told_by_their_length():
    codes = [
        "3205080012345",
        "320508001234567",
        "32050800123456",
        "91110000600037341L",
        "32050800123A5",
        None,
    ]
    assert judge(identifiers.is_legacy_registration, codes) == [True, True, False, False, False, None]


def test_masks_leave_enough_to_find_the_row_and_no_more():
    assert judge(identifiers.mask_person_id, ["110101200002290015", "1234", "1", None]) == [
        "110101********0015",
        "1****4",
        "*",
        None,
    ]
    assert judge(identifiers.mask_name, ["张三", "欧阳娜娜", "王", "", None]) == [
        "张*",
        "欧***",
        "*",
        "",
        None,
    ]
    assert judge(identifiers.mask_account, ["6222000012345678", "12345678", None]) == [
        "****5678",
        "********",
        None,
    ]
    assert judge(identifiers.mask_all, ["2023-01-01", None]) == ["****", None]


def test_a_column_of_mixed_codes_hides_its_identity_numbers_only():
    codes = [
        "110101200002290015",
        "110101200002290015:202301",
        "91110000600037341L",
        "苏州大学",
        "110101900229001",
        None,
    ]
    assert judge(identifiers.mask_subject, codes) == [
        "110101********0015",
        "110101********0015:202301",
        "91110000600037341L",
        "苏州大学",
        "110101*****9001",
        None,
    ]
