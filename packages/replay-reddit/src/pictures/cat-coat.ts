import type { SeededRandom } from "./seeded-random.ts";

/** A cat's colours, as CSS colours, and how they lie. */
export interface CatCoat {
  pattern: "solid" | "tabby" | "tuxedo" | "calico" | "pointed";
  fur: string;
  /** Stripes, patches or points. */
  marking: string;
  /** Chest, muzzle and paws. */
  light: string;
  outline: string;
  innerEar: string;
  nose: string;
  eyes: string;
}

type Colours = Pick<CatCoat, "fur" | "marking" | "light" | "outline">;

const colours: Readonly<Record<CatCoat["pattern"], readonly [Colours, ...Colours[]]>> = {
  solid: [
    { fur: "#3b3a42", marking: "#2a2930", light: "#54525e", outline: "#1d1c22" },
    { fur: "#f4efe6", marking: "#e2d8c6", light: "#fffdf8", outline: "#a8977f" },
    { fur: "#8e98a8", marking: "#77818f", light: "#b4bcc8", outline: "#4c5462" },
    { fur: "#c98a4b", marking: "#a86d33", light: "#e8bd88", outline: "#6d4219" },
  ],
  tabby: [
    { fur: "#e79a4d", marking: "#b9641f", light: "#fbe3c2", outline: "#7c3f10" },
    { fur: "#a79a88", marking: "#5f5548", light: "#e9e1d4", outline: "#3f382f" },
    { fur: "#b3b9c2", marking: "#66707d", light: "#eef1f5", outline: "#454d58" },
    { fur: "#c7a57c", marking: "#7f5c36", light: "#f3e4cd", outline: "#543a1f" },
  ],
  tuxedo: [
    { fur: "#2e2d35", marking: "#232229", light: "#fbfaf6", outline: "#17161b" },
    { fur: "#6f7a8b", marking: "#5b6575", light: "#f8fafc", outline: "#39414d" },
  ],
  calico: [
    { fur: "#fbf6ec", marking: "#e2893b", light: "#ffffff", outline: "#8a6a4a" },
    { fur: "#f6f1ea", marking: "#8b5a3a", light: "#ffffff", outline: "#6b5140" },
  ],
  pointed: [
    { fur: "#f1e3cd", marking: "#6a4a38", light: "#fbf3e4", outline: "#5a4030" },
    { fur: "#eee9e4", marking: "#7d7f92", light: "#ffffff", outline: "#5b5d70" },
  ],
};

/** Chooses a coat. */
export function chooseCoat(random: SeededRandom): CatCoat {
  const pattern = random.pick(["tabby", "tabby", "solid", "tuxedo", "calico", "pointed"] as const);
  const eyes =
    pattern === "pointed"
      ? "#5aa5e0"
      : random.pick(["#8fc04a", "#e6b422", "#4fb39a", "#d98a1f", "#6fb7d8"]);
  return {
    pattern,
    ...random.pick(colours[pattern]),
    eyes,
    innerEar: random.pick(["#f3b0ae", "#eaa0a5", "#f6c3b5"]),
    nose: random.pick(["#e58a8f", "#d9767f", "#c77b73"]),
  };
}
