import type { PlainTextElement } from '@slack/types';
import { ImageIcon } from '../../shell/icons.js';
import { Text } from './text.js';

interface BlockImageProps {
  image: { alt_text: string; image_url?: string };
  title?: PlainTextElement | undefined;
  accessory?: boolean;
  inline?: boolean;
}

/** Pictures of the playground itself. Anything from elsewhere shows as its description: nothing leaves this machine. */
export function BlockImage({ image, title, accessory = false, inline = false }: BlockImageProps) {
  const shape = inline ? 'image-inline' : accessory ? 'image-accessory' : 'image-block';
  const url = image.image_url;
  const local = url !== undefined && URL.canParse(url) && new URL(url).origin === window.location.origin;
  const picture = local ? (
    <img className={shape} src={url} alt={image.alt_text} />
  ) : (
    <span className={`${shape} image-elsewhere`} role="img" aria-label={image.alt_text} title={image.alt_text}>
      <ImageIcon />
      {!inline && <span className="image-alt">{image.alt_text}</span>}
    </span>
  );
  if (inline || accessory) return picture;
  return (
    <figure className="block">
      {title && (
        <figcaption>
          <Text text={title} />
        </figcaption>
      )}
      {picture}
    </figure>
  );
}
