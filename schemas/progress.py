"""目标任务进度."""

from schemas.column import date, decimal, source, text

SCHEMA = source(
    "progress",
    "目标任务进度",
    "目标任务的完成情况，一个指标、一个截止日期一行",
    order=16,
    department="各责任部门",
    replace_by=("metric_code", "as_of"),
    columns={
        "metric_code": text("指标编码", "目标任务的编码", example="16-JOBS"),
        "as_of": date("截止日期", "数据截止的日期", aliases=("数据截止日期",), example="2023-06-30"),
        "value": decimal("完成值", "截止到该日的完成值", unit="由指标决定", may_be_negative=True, example="4200"),
        "reported_by": text("填报部门", "填报的部门", optional=True, example="区人社局"),
    },
)
