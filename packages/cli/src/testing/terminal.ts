import { spawn } from "node:child_process";

import xterm from "@xterm/headless";

import { cli, counted } from "./run-command.ts";

/** The screen of a terminal that shows what it is given. */
export function screen(columns: number, rows: number) {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    scrollback: 500,
  });
  return {
    write: (output: string) => new Promise<void>((done) => terminal.write(output, done)),
    lines: () => {
      const { active } = terminal.buffer;
      return Array.from(
        { length: active.length },
        (_, i) => active.getLine(i)?.translateToString(true) ?? "",
      )
        .join("\n")
        .trimEnd()
        .split("\n");
    },
  };
}

/** Runs the command in a pseudo-terminal, which `script` of util-linux makes; gives all that the terminal got, in pieces. */
export async function inTerminal(
  words: readonly string[],
  { columns, rows, env = {} }: { columns: number; rows: number; env?: Record<string, string> },
): Promise<string[]> {
  const command = [process.execPath, cli, ...words].map((word) => `'${word}'`).join(" ");
  const script = ["-qefc", `stty cols ${columns} rows ${rows}; ${command}`, "/dev/null"];
  const child = counted(
    words,
    spawn("script", script, {
      env: { PATH: process.env["PATH"], TERM: "xterm-256color", ...env },
      stdio: ["ignore", "pipe", "inherit"],
    }),
  );
  const pieces: string[] = [];
  child.stdout.setEncoding("utf8");
  for await (const piece of child.stdout) pieces.push(String(piece));
  return pieces;
}
