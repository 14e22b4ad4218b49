"""The IVR: a flow language for telephone menus, its checks and its interpreter. Pure: no clock, no files.

Read `flow.py` for what a flow is, `session.py` for how it runs, `nodes/` for one kind of node a file.

What others build on:

- **To have a flow:** `parse_flow(text, file, Names(…))` (parse.py) gives a `Flow` or raises `Mistaken` with
  all that is wrong. `names.py` says against what a flow is checked; `parse_returns` is the light look at a
  file that tells which flows may be gone into. `Flow.nodes` run; `Flow.written` has each node's kind, its
  place, what it reads and which prompts it names.

- **To run one:** `Session(flow, flows=…, calendars=…, facts=…)`; then `start` and `resume` until `Leave`.
  `steps.py` has every `Step` with the outcomes that may answer it (`ANSWERS`):

      Play → Played                  Record → Recorded | NothingRecorded
      Ask → Keys | NoKeys | Unclear  Dial → Dialled
      AskQueue → Admitted | Turned   Request → Answered | Failed

  and HungUp to anything. Time, facts and outcomes are inputs; the same inputs give the same steps and notes.
  Nothing outside is ever asked from here: a `Request` says whom to ask (a look-up, an action of the site, a
  webhook, the centre), with what arguments, which `outcomes` the flow expects, for how long, and what to play
  meanwhile. Whoever drives the session asks, or pretends to: `Answered("Found", {"state": "sent"})`,
  `Failed(Reason("timeout"))`. An answer that was not declared counts as a failure.

- **To see where it leads:** `node.exits()` of every node: label, target, whether the caller must do something
  right (`by_caller`), which variables it sets. `node.ends` says whether the session (or the subflow) may end
  there. A `Subflow` names its `flow`; its exits are what that flow `returns`.

- **To say where a call stands:** `session.node`, in a subflow `flow/node`; every `Note` names its node so.

- **Values** (values.py) are text, numbers, truths, dates, secrets and nothing. A `Secret` prints as `MASK`,
  is no part of any note, prompt or expression; `Request.arguments` may hold one.

- **Expressions** (expression.py; as text: expression_text.py) are small trees with positions; `functions.py`
  is the table of functions, `expression_sorts.py` finds what does not fit.
"""
