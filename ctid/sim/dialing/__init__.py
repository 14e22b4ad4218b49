"""Outbound dialing on a virtual clock: pretend agents and called parties round a real pacing controller.

    measured = Floor(world, controller, streams).play()

`world.World` says what there is, `floor.Floor` plays it, `tape.Measures` is what came of it. The controller
is told only what `ctid.dialer.pacing.terms` promises, so any dialer's rule can be played beside another's on
the same agents and the same called parties (`peers/`).
"""
