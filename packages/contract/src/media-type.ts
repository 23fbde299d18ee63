/** The media type of a header value in lower case, without its parameters. */
export function mediaTypeOf(header: string | undefined): string | undefined {
  return header?.split(';')[0]?.trim().toLowerCase() || undefined
}

export function isJson(mediaType: string): boolean {
  return mediaType === 'application/json' || mediaType.endsWith('+json')
}

export function isText(mediaType: string): boolean {
  return mediaType.startsWith('text/')
}

export const formMediaType = 'application/x-www-form-urlencoded'
export const multipartMediaType = 'multipart/form-data'

/** Whether a range such as `application/*` covers the media type. */
export function covers(range: string, mediaType: string): boolean {
  return (
    range === '*/*' ||
    range === mediaType ||
    (range.endsWith('/*') && mediaType.startsWith(range.slice(0, -1)))
  )
}

/** Whether an `Accept` header admits the media type; no header admits all (RFC 9110 section 12.5.1). */
export function admits(accept: string | undefined, mediaType: string): boolean {
  if (accept === undefined || accept.trim() === '') return true
  const ranges = accept.split(',').map(parseRange)
  const matching = ranges.filter(({ range }) => covers(range, mediaTypeOf(mediaType) ?? ''))
  // The most specific range decides, so that `;q=0` can take one type out of a wider range.
  const [best] = matching.sort((a, b) => stars(a.range) - stars(b.range))
  return best !== undefined && best.quality > 0
}

function parseRange(text: string): { range: string; quality: number } {
  const quality = /;\s*q=([\d.]+)/i.exec(text)?.[1]
  return { range: mediaTypeOf(text) ?? '', quality: quality === undefined ? 1 : Number(quality) }
}

function stars(range: string): number {
  return range.split('*').length
}
