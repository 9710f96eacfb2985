import { repository, run } from "./fresh-clone.ts";

/** A revision that is in the history, or why there is none to be had. */
export type OldRevision =
  | { kind: "found"; commit: string; title: string }
  | { kind: "missing"; reason: string };

/** The revision called `name`; without a name the one in which the contracts were last released. */
export async function findOldRevision(name: string | undefined): Promise<OldRevision> {
  const [shallow] = await git("rev-parse", "--is-shallow-repository").catch(() => [undefined]);
  if (shallow === undefined) return { kind: "missing", reason: "this is no git repository" };
  // The oldest commit of a shallow clone seems to have made every file.
  if (shallow === "true" && name === undefined)
    return { kind: "missing", reason: "this clone is shallow (git fetch --unshallow)" };
  const which = name === undefined ? ["HEAD", "--", "packages/message-schema/released"] : [name];
  const [commit, title] = await git("log", "-1", "--format=%H%n%s", ...which).catch(() => []);
  if (!commit || title === undefined)
    return { kind: "missing", reason: `the history has no ${name ?? "release of the contracts"}` };
  return { kind: "found", commit, title };
}

/** Writes the files of `commit` to `folder`, which has to be new, and leaves no trace in this repository. */
export async function checkOut(commit: string, folder: string): Promise<void> {
  await git("clone", "--quiet", "--shared", "--no-checkout", repository, folder);
  await git("-C", folder, "checkout", "--quiet", "--detach", commit);
}

async function git(...args: string[]): Promise<string[]> {
  return (await run("git", args, { cwd: repository })).trimEnd().split("\n");
}
