import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { fieldList, readNameTemplate } from "@reddit-crawler/picture-folder/names/name-template";
import type { FileChoices } from "@reddit-crawler/picture-folder/picture-folder";
import type { Command } from "commander";

import { readSwitch } from "../pipeline/local-settings.ts";
import { findSetting, type SettingSource } from "../pipeline/setting-sources.ts";

/** What a person wants of the picture files; what is left open the settings say. */
export interface FileFlags {
  name?: string;
  sidecar?: boolean;
}

/** `command` with the options about the picture files. */
export function fileOptions(command: Command): Command {
  return command
    .optionsGroup("Files:")
    .option(
      "--name <template>",
      `name new pictures so, with / for folders: ${fieldList}. Without it PICTURE_NAMES, or {subreddit}/{id}/{nn}.{ext}`,
    )
    .option(
      "--sidecar",
      "write a JSON file beside each picture that says where it is from; without it SIDECARS",
    );
}

/**
 * How pictures are kept: as `flags` say, else as the settings do.
 * @throws {CommandError} when the template cannot be used, saying why.
 */
export function filesOf(
  { name, sidecar }: FileFlags,
  sources: readonly SettingSource[],
): FileChoices {
  const template = name ?? findSetting(sources, "PICTURE_NAMES")?.value;
  const sidecars = findSetting(sources, "SIDECARS")?.value ?? "off";
  return {
    naming: template === undefined ? undefined : readNameTemplate(template),
    sidecars: sidecar ?? readSwitch("SIDECARS", sidecars) === "on",
  };
}

/** @throws {CommandError} when `flags` speak of files, and the command keeps none on this machine. */
export function refuseFileFlags({ name, sidecar }: FileFlags): void {
  if (name !== undefined || sidecar === true)
    throw new CommandError(
      "--name and --sidecar are about pictures on this machine: with --stack they go with --download.",
    );
}
