"""The words of reasons about what flows know of callers and ask of others (ctid/ivr)."""

FLOW_WORDS: dict[str, tuple[str, str]] = {
    "personal_rule": (
        "the greeting {rule} applies: {when} ({seen})",
        "适用问候规则 {rule}：{when}（{seen}）",
    ),
    "language_remembered": (
        "the customer's language is known: {language}",
        "已知该客户使用的语言：{language}",
    ),
    "nobody_to_ask": ("nobody answers for {asked}", "没有可回答 {asked} 的对象"),
    "bad_answer": ("{asked} did not answer as was declared", "{asked} 的回答与声明不符"),
    "no_answer_in_time": ("{asked} did not answer in time", "{asked} 未在时限内回答"),
    "asking_broke": ("{asked} broke: {error}", "{asked} 出错：{error}"),
}
