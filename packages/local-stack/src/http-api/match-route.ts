/** A route that a request took, and the values of its path's variables. */
export interface RouteMatch<Route> {
  route: Route;
  pathParameters: Record<string, string>;
}

/**
 * The route of a request, or undefined: the most specific path wins, then the named method over ANY, `$default` comes last
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
 * @throws {URIError} when the path is not encoded well.
 */
export function matchRoute<Route extends { routeKey: string }>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined {
  const [best] = routes
    .flatMap((route) => {
      const match = matchKey(route.routeKey, method, path.split("/"));
      return match ? [{ route, ...match }] : [];
    })
    .toSorted((a, b) => (a.rank < b.rank ? 1 : -1));
  return best && { route: best.route, pathParameters: best.pathParameters };
}

function matchKey(
  routeKey: string,
  method: string,
  segments: readonly string[],
): { rank: string; pathParameters: Record<string, string> } | undefined {
  if (routeKey === "$default") return { rank: "", pathParameters: {} };
  const [routeMethod, routePath = ""] = routeKey.split(" ");
  if (routeMethod !== method && routeMethod !== "ANY") return undefined;

  const pathParameters: Record<string, string> = {};
  const parts = routePath.split("/");
  let rank = "";
  for (const [index, part] of parts.entries()) {
    const [, variable, greedy] = /^\{([^}+]+)(\+?)\}$/.exec(part) ?? [];
    const value = greedy ? segments.slice(index).join("/") : segments[index];
    if (value === undefined) return undefined;
    if (variable === undefined) {
      if (value !== part) return undefined;
      rank += "2";
      continue;
    }
    if (value === "") return undefined;
    pathParameters[variable] = decodeURIComponent(value);
    rank += greedy ? "0" : "1";
    if (greedy) return { rank: rank + methodRank(routeMethod), pathParameters };
  }
  if (segments.length !== parts.length) return undefined;
  return { rank: rank + methodRank(routeMethod), pathParameters };
}

function methodRank(routeMethod: string): string {
  return routeMethod === "ANY" ? "0" : "1";
}
