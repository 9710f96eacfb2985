import type { Command } from "commander";

import { outputOptions } from "./options.ts";
import { runWork, type Caller, type CommonFlags } from "./run-work.ts";

/** Adds `doctor` to `parent`: which ways in are open from this machine. */
export function addDoctor(parent: Command, caller: Caller): void {
  outputOptions(
    parent
      .command("doctor")
      .description(
        "try each way in with one request: which are open from here, and what to do about the others",
      ),
  ).action((given: Omit<CommonFlags, "out">) =>
    // It keeps nothing, so that it has no folder.
    runWork({ ...given, out: "." }, caller, async ({ output, signal }) => {
      const { runDoctor } = await import("../doctor/run-doctor.ts");
      const { settings, network } = caller;
      return runDoctor({ settings: settings(), network: network(), output, signal });
    }),
  );
}
