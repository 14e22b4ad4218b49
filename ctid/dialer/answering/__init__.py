"""How likely somebody is to answer: learnt from a campaign's own dials.

    chances.opened(told)                        what the store has counted of earlier dials
    chances.of(lead, attempt)                   → how likely a person answers, for pacing
    chances.learn(lead, attempt, answered=…)    once it is known

`traits` say what dials have in common, `additive` what that is worth, `believed` how much of it to believe.
"""
