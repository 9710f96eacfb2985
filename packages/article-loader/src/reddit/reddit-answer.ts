/** What Reddit said to one request, read to its end. Header names are lower case. */
export interface RedditAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}
