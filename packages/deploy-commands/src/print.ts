/** Where a command tells what it does, a line at a time. */
export type Print = (line: string) => void;
