import type { KnownBlock } from '@slack/types';
import { lazy, Suspense } from 'react';

/**
 * The blocks that hold no buttons and no customer's words come from the library, fetched when the first one appears.
 * The others are our own: the library decodes entities before it parses, which turns an escaped `&lt;!channel&gt;`
 * into a mention, and it knows nothing of the reader's time zone.
 */
const Message = lazy(async () => {
  const [library] = await Promise.all([import('slack-blocks-to-jsx'), import('slack-blocks-to-jsx/dist/style.css')]);
  return { default: library.Message };
});

type LibraryBlocks = Parameters<typeof Message>[0]['blocks'];

export function LibraryBlock({ block }: { block: KnownBlock }) {
  const theme = document.documentElement.dataset.theme === 'dark' ? 'dark' : undefined;
  return (
    <div className="block">
      <Suspense fallback={<span className="spinner" />}>
        <Message
          withoutWrapper
          name=""
          logo=""
          blocks={[block] as unknown as LibraryBlocks}
          {...(theme && { theme })}
        />
      </Suspense>
    </div>
  );
}
