import type { HostFiles } from "../internet/draw-files.ts";
import type { World } from "../world.ts";
import type { PostRules } from "./posts.ts";

/** Without faults a redriven post is decided, unless its host never answers. */
export function requireDecided(world: World, posts: PostRules, { byUrl }: HostFiles): void {
  for (const key of posts.undecided) {
    const links = posts.messageOf(key)?.links ?? [];
    const isSick = links.some(({ candidates }) =>
      candidates.some(({ url }) => byUrl.get(url)?.kind === "sick"),
    );
    if (!isSick) world.violate("what is redriven is decided", `${key} is not`);
  }
}
