import type { Command } from "commander";

import {
  configFileOf,
  findSetting,
  settingNames,
  type SettingName,
  type SettingSource,
} from "../pipeline/setting-sources.ts";
import { textTable } from "../terminal/text/text-table.ts";
import { filesOf } from "./file-options.ts";
import { outputOptions } from "./options.ts";
import { runWork, type Caller, type CommonFlags } from "./run-work.ts";

const example = `
Example of the config file, ~/.config/reddit-crawler/config.json:
  { "REDDIT_FEED_USER": "me", "SIDECARS": "on" }`;

/** Adds `config` to `parent`: every setting, what counts, and where it comes from. What is secret is not shown. */
export function addConfig(parent: Command, caller: Caller): void {
  outputOptions(
    parent
      .command("config")
      .description("show every setting, what counts and where it comes from, secrets hidden")
      .addHelpText("after", example),
  ).action((given: Omit<CommonFlags, "out">) =>
    runWork({ ...given, out: "." }, caller, async ({ output }) => {
      const found = describeSettings(caller.sources());
      output.result(
        () =>
          [
            ...textTable(
              [{ align: "left" }, { align: "left" }, { align: "left" }],
              found.map(({ name, value, from, what }) => [name, value ?? "–", from ?? what]),
            ),
            "",
            "A flag counts before all of these. Then the environment, the first .env of this",
            "folder or the repository, and at last",
            configFileOf(process.env),
          ].join("\n"),
        () => JSON.stringify(found),
      );
      // Said by the command that needs it otherwise: contradictions, and names that are unknown.
      caller.settings();
      filesOf({}, caller.sources());
      return 0;
    }),
  );
}

/** Every setting with what counts of it. */
function describeSettings(sources: readonly SettingSource[]) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys gives up its type
  const names = Object.keys(settingNames) as SettingName[];
  return names.map((name) => {
    const { what, secret } = settingNames[name];
    const setting = findSetting(sources, name);
    const value = setting && (secret ? "(hidden)" : setting.value);
    return { name, what, value, from: setting?.from };
  });
}
