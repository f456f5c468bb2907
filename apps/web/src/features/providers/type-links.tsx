import { Link } from "~/features/shell/link.tsx";
import { typeHref } from "~/lib/hrefs.ts";

/** Names of types, each leading to its documentation. */
export function TypeLinks({ provider, types }: { provider: string; types: readonly { resource: string }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {types.map(({ resource }) => (
        <li key={resource}>
          <Link
            href={typeHref(provider, resource)}
            className="inline-block py-0.5 font-mono text-dense text-accent-text underline underline-offset-4"
          >
            {resource}
          </Link>
        </li>
      ))}
    </ul>
  );
}
