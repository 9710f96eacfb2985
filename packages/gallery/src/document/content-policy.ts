/** What a gallery page may load, each as a source list of its directive. */
export interface PolicySources {
  script: string;
  style: string;
  pictures: string;
  connect: string;
}

/**
 * A Content-Security-Policy under which nothing but these sources is loaded or run, and no text can become markup
 * (https://www.w3.org/TR/trusted-types/). `data:` is the page's own icon.
 */
export function contentPolicy({ script, style, pictures, connect }: PolicySources): string {
  return [
    "default-src 'none'",
    `script-src ${script}`,
    `style-src ${style}`,
    `img-src ${pictures} data:`,
    `media-src ${pictures}`,
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}
