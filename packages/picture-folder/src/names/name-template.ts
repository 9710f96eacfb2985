import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import type { PostFacts } from "@reddit-crawler/message-schema";

import { byteLength, lettersOf, safeComponent, safeText } from "./safe-name.ts";

/** A picture that gets a name. */
export interface NamedPicture {
  post: PostFacts;
  /** Its place in the post, as its key has it: `01`, `02-03` in an album among other links. */
  nn: string;
  /** Without the dot. */
  ext: string;
}

/** Gives a picture's path below the folder, with slashes: each part fit for any system, and of at most 200 bytes. */
export type NameTemplate = (picture: NamedPicture) => string;

/** Bytes of a file's name: 255 are the most of common file systems, and `.json` or `.<process>-<n>.part` may follow. */
const longestName = 200;
/** Bytes of a folder's name: the whole path stays short enough for programs that take no more than 1,000. */
const longestFolder = 80;
const mostFolders = 4;
/** Of a stranger's text: no more of it ever fits into a name. */
const mostRead = 2000;

interface Field {
  /** What may stand behind the colon, and what it means; undefined where nothing may. */
  option?: "letters" | "date";
  /** Whether it is shortened where the name is too long. */
  shrinks: boolean;
  value: (picture: NamedPicture) => string;
}

/** What a template may name. */
const fields: Readonly<Record<string, Field>> = {
  subreddit: { shrinks: false, value: ({ post }) => post.subreddit },
  author: { option: "letters", shrinks: true, value: ({ post }) => post.author },
  title: { option: "letters", shrinks: true, value: ({ post }) => post.title },
  flair: { option: "letters", shrinks: true, value: ({ post }) => post.flair ?? "no flair" },
  created: { option: "date", shrinks: false, value: ({ post }) => post.createdAt ?? "" },
  id: { shrinks: false, value: ({ post }) => post.id },
  nn: { shrinks: false, value: ({ nn }) => nn },
  ext: { shrinks: false, value: ({ ext }) => ext },
};

const usualDate = "yyyy-MM-dd";
const dateParts = /yyyy|MM|dd|HH|mm|ss/g;

/** What `--name` takes, for people. */
export const fieldList =
  "{subreddit}, {author}, {title}, {flair}, {created}, {id}, {nn} and {ext}; {title:60} is cut at 60 letters, {created:yyyy-MM-dd HHmmss} is in UTC";

interface Part {
  text: (picture: NamedPicture) => string;
  shrinks: boolean;
}

/** Reads a template, such as `{subreddit}/{title:60} {id}-{nn}.{ext}`. @throws {CommandError} that names what is wrong. */
export function readNameTemplate(template: string): NameTemplate {
  const levels = template.split("/");
  const file = levels.at(-1) ?? "";
  if (levels.length > mostFolders + 1)
    throw refusal(template, `it has more than ${mostFolders} folders`);
  if (levels.some((level) => level.trim() === ""))
    throw refusal(template, "between two slashes, and around them, there has to be a name");
  if (!file.endsWith(".{ext}")) throw refusal(template, "it has to end in .{ext}");
  const parts = levels.map((level, at) =>
    partsOf(at === levels.length - 1 ? level.slice(0, -".{ext}".length) : level, template),
  );
  return (picture) =>
    parts
      .map((level, at) =>
        at === parts.length - 1
          ? fileName(level, picture)
          : rendered(level, picture, longestFolder, "_"),
      )
      .join("/");
}

/** The paths that a picture may have besides, where `path` is another's: each names its post and place. */
export function furtherPaths(path: string, { post, nn, ext }: NamedPicture): string[] {
  const ending = `.${ext}`;
  const cut = path.lastIndexOf("/") + 1;
  return ["", " 2", " 3", " 4", " 5"].map((more) => {
    const tail = ` ${post.id}-${nn}${more}${ending}`;
    const stem = cutTo(path.slice(cut, -ending.length), longestName - byteLength(tail)).trimEnd();
    return path.slice(0, cut) + safeComponent(stem + tail);
  });
}

function fileName(level: readonly Part[], picture: NamedPicture): string {
  const ending = `.${picture.ext}`;
  return rendered(level, picture, longestName - ending.length, picture.nn) + ending;
}

/** A part of the path; `otherwise` where a picture's facts leave nothing of it. */
function rendered(
  level: readonly Part[],
  picture: NamedPicture,
  mostBytes: number,
  otherwise: string,
): string {
  const texts = level.map(({ text }) => text(picture));
  const bytesOf = (at: number) => byteLength(texts[at] ?? "");
  const shrinking = level.flatMap(({ shrinks }, at) => (shrinks ? [at] : []));
  // The longest first. One byte is kept for the sign that makes a reserved name another.
  for (const at of shrinking.toSorted((a, b) => bytesOf(b) - bytesOf(a))) {
    const over = byteLength(texts.join("")) - (mostBytes - 1);
    if (over > 0) texts[at] = cutTo(texts[at] ?? "", bytesOf(at) - over);
  }
  const name = safeComponent(cutTo(texts.join("").replaceAll(/ +/g, " "), mostBytes - 1));
  return name === "" ? otherwise : name;
}

/** As many whole letters of `text` as fit into `mostBytes`. */
function cutTo(text: string, mostBytes: number): string {
  if (byteLength(text) <= mostBytes) return text;
  let bytes = 0;
  const letters = lettersOf(text);
  const end = letters.findIndex((letter) => (bytes += byteLength(letter)) > mostBytes);
  return letters.slice(0, end).join("");
}

/** The parts of one level. @throws {CommandError} when a field is unknown, or a letter is none that every system takes. */
function partsOf(level: string, template: string): Part[] {
  const literals = level.split(/\{[^{}]*\}/);
  for (const literal of literals) {
    if (/[{}]/.test(literal)) throw refusal(template, "a brace has no counterpart");
    if (safeText(`x${literal}x`) !== `x${literal}x`)
      throw refusal(template, `"${literal}" has a letter that not every system takes in a name`);
  }
  if (byteLength(literals.join("")) > longestFolder / 2)
    throw refusal(template, `its own words are too long: ${longestFolder / 2} bytes are the most`);
  const named = Array.from(level.matchAll(/\{([^{}]*)\}/g), ([, field = ""]) => field);
  return literals.flatMap((literal, at) => {
    const field = named[at];
    const words: Part = { text: () => literal, shrinks: false };
    return field === undefined ? [words] : [words, fieldPart(field, template)];
  });
}

function fieldPart(text: string, template: string): Part {
  const [, name = "", option] = /^([^:]*)(?::(.*))?$/.exec(text) ?? [];
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) throw refusal(template, `{${text}} is no field`);
  const { shrinks, value } = field;
  const textOf = (picture: NamedPicture) => safeText(value(picture).slice(0, mostRead));
  if (field.option === "date") {
    const format = option ?? usualDate;
    if (!/[yMdHms]/.test(format) || !/^[-_. ]*$/.test(format.replaceAll(dateParts, "")))
      throw refusal(template, `{${text}} takes yyyy, MM, dd, HH, mm, ss and - _ . between them`);
    return { shrinks, text: (picture) => dateText(value(picture), format) };
  }
  if (option === undefined) return { shrinks, text: (picture) => textOf(picture) };
  const most = Number(option);
  if (field.option !== "letters" || !/^[1-9]\d{0,2}$/.test(option))
    throw refusal(
      template,
      field.option === "letters"
        ? `{${text}} takes a number of letters behind the colon, 1 to 999`
        : `{${name}} takes nothing behind a colon`,
    );
  const shortened = (picture: NamedPicture) => lettersOf(textOf(picture)).slice(0, most);
  return { shrinks, text: (picture) => shortened(picture).join("").trimEnd() };
}

/** `instant`, in ISO 8601, as `format` has it, in UTC; of a post whose time nobody knows a word that says so. */
function dateText(instant: string, format: string): string {
  const [, yyyy, MM, dd, HH, mm, ss] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(instant) ?? [];
  if (yyyy === undefined) return "undated";
  const values: Readonly<Record<string, string | undefined>> = { yyyy, MM, dd, HH, mm, ss };
  return format.replaceAll(dateParts, (part) => values[part] ?? part);
}

function refusal(template: string, what: string): CommandError {
  return new CommandError(
    `The name "${template}" cannot be used: ${what}. It may have ${fieldList}.`,
  );
}
