"""Why a whole file goes back, in the words that its sender reads: what is wrong, and what to do."""

from pipelines.ingest.reading import FileRejected
from pipelines.readers.refusal import Refused

_EXPORT = "请从业务系统重新导出为 .xlsx 或 .csv 后报送"
_SAVE = "请在 Excel 中打开确认，另存为 .xlsx 后重新报送"
REFUSALS: dict[str, str] = {
    "empty": "文件是空的（0 字节）。请重新导出后报送",
    "pdf": f"内容是 PDF，不是数据表。{_EXPORT}",
    "image": f"内容是图片，不是数据表。{_EXPORT}",
    "document": f"内容是 Word 或 PowerPoint 文档，不是数据表。{_EXPORT}",
    "rtf": f"内容是 RTF 文档，不是数据表。{_EXPORT}",
    "program": f"内容是程序，不是数据表，没有打开。{_EXPORT}",
    "database": f"内容是数据库文件，不是数据表。{_EXPORT}",
    "parquet": f"内容是 Parquet 文件，不是可读取的数据表。{_EXPORT}",
    "xml": f"内容是 XML，但不是 Excel 的表格。{_EXPORT}",
    "rar": "是 RAR 压缩包，不能读取。请解压后直接报送，或改用 .zip",
    "7z": "是 7z 压缩包，不能读取。请解压后直接报送，或改用 .zip",
    "gzip": "是 gzip 压缩包，不能读取。请解压后直接报送，或改用 .zip",
    "damaged": f"不是完整的 Excel 工作簿或表格文件（可能传输中断、被截断或已损坏）。{_SAVE}",
    "damaged_archive": "不是完整的 Excel 工作簿或压缩包（可能传输中断、被截断或已损坏）。请核对原文件，重新导出后报送",
    "bomb": f"压缩内容展开后异常巨大，像是压缩炸弹，没有打开。{_EXPORT}",
    "forged": f"文件内含不应有的外部定义（DOCTYPE、ENTITY），没有打开。{_EXPORT}",
    "too_large": f"表格异常巨大（超出 Excel 的行列数或可用内存）。请删去多余的空行空列后，{_EXPORT[1:]}",
    "too_slow": f"解析超时，文件可能已损坏或结构异常。{_SAVE}",
    "crashed": f"解析时异常终止，文件可能已损坏或结构异常。{_SAVE}",
    "password": "加了密码，不能打开。请去掉密码后重新报送，或把密码告诉数据管理部门写入设置（passwords）",
    "wrong_password": "加了密码，设置（passwords）中的密码打不开。请核对密码，或去掉密码后重新报送",
    "undecodable": "网页文字不是 UTF-8 或 GB18030，从第 {byte} 个字节起无法识别。请重新导出为 .xlsx 或 .csv 后报送",
    "no_table": "不是可读取的文本表格。请用 Excel 打开检查，另存为“CSV UTF-8（逗号分隔）”后重新报送",
    "unpaired": "引号不成对，其后的行无法分开。请在第 {row} 行附近找出多余或缺少的双引号，改正后重新导出",
    "unpaired_somewhere": "引号不成对，其后的行无法分开。请找出多余或缺少的双引号，改正后重新导出",
    "endless_line": "有一行异常地长（超过 4 MB），不是表格的一行。请核对换行，重新导出后报送",
    "miscounted": "分行不可靠：文件有 {records} 条记录，只能分出 {seen} 条。"
    "请用 Excel 打开检查引号和换行，另存为 .xlsx 后重新报送",
    "nested": "压缩包里还有压缩包，没有再打开。请解压后直接报送",
    "archive_password": "压缩包加了密码，不能打开。请去掉密码后重新报送",
    "archive_method": "压缩包的压缩方式不能读取。请解压后直接报送，或改用普通的 .zip",
    "no_member": "压缩包里没有可读取的文件。请核对后重新报送",
}


def explain_refusal(reason: Refused | FileRejected) -> str:
    return REFUSALS[reason.code].format(**reason.facts) if isinstance(reason, Refused) else str(reason)
