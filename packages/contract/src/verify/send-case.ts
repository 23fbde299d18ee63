import type { BaseUrls } from './base-urls.ts'
import { bodyOf, urlOf } from './case-request.ts'
import { exchange, type NoAnswer, retryAfterMs, type ServerAnswer } from './exchange.ts'
import type { Pace } from './pace.ts'
import type { VerificationCase } from './verification-case.ts'
import type { VerifyClock, VerifyOptions } from './verify-options.ts'

/** What a request is sent with. */
export interface SendMeans {
  readonly options: VerifyOptions
  readonly clock: VerifyClock
  readonly pace: Pace
  readonly baseUrls: BaseUrls
}

// Who asks for a longer pause is not waited for.
const longestRetryAfterMs = 60_000

/** An answer, or none, and when it was asked for. */
interface Sent {
  readonly answer: ServerAnswer | NoAnswer
  readonly startedAt: number
}

/** Sends it when its turn has come, and once more to a busy or failing server where that does no harm. */
export async function sendCase(one: VerificationCase, means: SendMeans): Promise<Sent> {
  const { options, clock } = means
  const sent = await sendOnce(one, means)
  if ('failure' in sent.answer || !mayRepeat(one, sent.answer.status)) return sent
  const waitMs = retryAfterMs(sent.answer, clock)
  if (waitMs > longestRetryAfterMs) return sent
  await clock.sleep(waitMs, options.signal)
  return sendOnce(one, means)
}

async function sendOnce(one: VerificationCase, { options, clock, pace, baseUrls }: SendMeans): Promise<Sent> {
  await pace(options.signal)
  const startedAt = clock.now()
  const { operation } = one
  const url = urlOf(baseUrls(operation) as string, operation, one.request)
  return { answer: await exchange(url, initOf(one), options), startedAt }
}

function initOf({ operation, request }: VerificationCase): RequestInit {
  // Fetch refuses to send one with these.
  const body = ['GET', 'HEAD'].includes(operation.method) ? undefined : bodyOf(request)
  const contentType =
    body === undefined || request.mediaType === undefined ? {} : { 'content-type': request.mediaType }
  const headers = { ...request.headers, ...contentType }
  return { method: operation.method, headers, ...(body !== undefined && { body }) }
}

function mayRepeat({ operation, onlyOnce }: VerificationCase, status: number): boolean {
  if (onlyOnce) return false
  // A failing server may have done what it was asked.
  const isHarmless = operation.token !== undefined || ['GET', 'HEAD'].includes(operation.method)
  return status === 429 || (status >= 500 && isHarmless)
}
