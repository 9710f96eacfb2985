import type { PipelineNews } from "@reddit-crawler/gallery/contract/pipeline-news";

/** Carries what a command sees of its pipeline to whoever shows it. */
export interface NewsBoard {
  tell(news: PipelineNews): void;
  /** Calls `listener` with all that is told from now on; gives what ends it. */
  subscribe: (listener: (news: PipelineNews) => void) => () => void;
}

/** A board that nobody reads yet. */
export function pipelineNews(): NewsBoard {
  const listeners = new Set<(news: PipelineNews) => void>();
  return {
    tell: (news) => {
      for (const listener of listeners) listener(news);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
