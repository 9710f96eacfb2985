import type { Command } from "commander";

import { outputOptions } from "./options.ts";
import { runWork, type Caller, type CommonFlags } from "./run-work.ts";

/** Adds `verify` to `parent`: whether every picture of a folder is as it was downloaded. */
export function addVerify(parent: Command, caller: Caller): void {
  outputOptions(
    parent
      .command("verify")
      .description(
        "compare every picture of a folder with what was downloaded, and download broken ones again",
      )
      .argument("[folder]", "where the pictures are", "pictures"),
  ).action((out: string, given: Omit<CommonFlags, "out">) =>
    runWork({ ...given, out }, caller, async ({ folder, output, signal }) => {
      const { runVerify } = await import("../local/verify-folder.ts");
      const { settings, network } = caller;
      return runVerify({ settings: settings(), network: network(), folder, output, signal });
    }),
  );
}
