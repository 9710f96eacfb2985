/** What people are told of how a listing is read, once each. */
export interface Notes {
  /** Whether `note` is to be said now. It then counts as said. */
  say: (note: string) => boolean;
  /** What of a crawl's whole note was not said yet; empty where all of it was. */
  unsaid: (whole: string | undefined) => string;
}

/** Notes of which none was said. */
export function newNotes(): Notes {
  const said = new Set<string>();
  return {
    say: (note) => {
      said.add(note);
      return true;
    },
    unsaid: (whole = "") => {
      let rest = whole;
      for (const note of said) rest = rest.replace(note, "");
      return rest.replaceAll(/ {2,}/g, " ").trim();
    },
  };
}

/** For who wants none: as where a Reddit is played, and they would be about the real one. */
export const noNotes: Notes = { say: () => false, unsaid: () => "" };
