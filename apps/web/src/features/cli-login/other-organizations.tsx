import Link from "next/link";

export interface OtherOrganizationsProps {
  choices: readonly { id: string; name: string; href: string }[];
}

/** Links to the same CLI request for another organization. */
export function OtherOrganizations({ choices }: OtherOrganizationsProps) {
  if (choices.length === 0) return null;
  return (
    <nav aria-labelledby="other-organizations">
      <p id="other-organizations" className="text-sm font-medium text-ink">
        In another organization
      </p>
      <ul className="mt-1 flex max-h-40 flex-wrap gap-x-4 gap-y-1 overflow-y-auto">
        {choices.map(({ id, name, href }) => (
          <li key={id}>
            <Link
              href={href}
              prefetch={false}
              className="inline-block py-1 text-accent-text underline underline-offset-4"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
