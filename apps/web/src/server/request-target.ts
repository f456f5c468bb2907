/**
 * The target of a request as path and query. Who takes this server for a proxy names it whole (RFC 9112, 3.2.2), which
 * means the same here.
 *
 * @returns null for what names nothing here: `*`, and percent-encoding that is no UTF-8, over which Next would fail
 */
export function requestTarget(url: string | undefined): string | null {
  const target = url?.startsWith("/") === false ? pathOfAddress(url) : (url ?? "/");
  return target !== null && isDecodable(target.split("?", 1)[0] ?? "") ? target : null;
}

function pathOfAddress(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { pathname, search } = new URL(text);
  return pathname + search;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
