import { Command } from "commander";

import { outputOptions } from "./options.ts";
import { runWork, type Caller, type CommonFlags } from "./run-work.ts";

/** `verify`: whether every picture of a folder is as it was downloaded. */
export function verifyCommand(caller: Caller): Command {
  return outputOptions(
    new Command("verify")
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
