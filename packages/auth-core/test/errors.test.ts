import { describe, expect, expectTypeOf, it } from 'vitest'
import { isLatchkeyError, LatchkeyError, type LatchkeyErrorCode } from '../src/errors.ts'

describe('LatchkeyError', () => {
  it('carries code, message and what is known, and nothing else', () => {
    const cause = new Error('why')
    const response = { status: 503 }
    const error = new LatchkeyError('token_endpoint_unavailable', 'what', {
      cause,
      response,
      retryAfterMs: 5,
    })
    expect(error).toMatchObject({
      name: 'LatchkeyError',
      code: 'token_endpoint_unavailable',
      message: 'what',
    })
    expect([error.cause, error.response, error.retryAfterMs]).toEqual([cause, response, 5])
    expect(Object.keys(new LatchkeyError('invalid_options', 'what')).sort()).toEqual(['code', 'name'])
    expect('cause' in new LatchkeyError('invalid_options', 'what')).toBe(false)
  })

  it('is recognised, and its code then narrows', () => {
    const thrown: unknown = new LatchkeyError('login_required', 'what')
    expect(isLatchkeyError(thrown)).toBe(true)
    if (!isLatchkeyError(thrown)) return
    expectTypeOf(thrown).toEqualTypeOf<LatchkeyError>()
    expectTypeOf(thrown.code).toEqualTypeOf<LatchkeyErrorCode>()
    if (thrown.code === 'login_required') expectTypeOf(thrown.code).toEqualTypeOf<'login_required'>()
    // @ts-expect-error The union is closed: a misspelt code does not compile.
    expect(thrown.code === 'login_requierd').toBe(false)
  })

  it.each([
    undefined,
    null,
    'text',
    7,
    {},
    new Error('other'),
    { code: 'login_required', name: 'LatchkeyError' },
  ])('is not %o', (value) => {
    expect(isLatchkeyError(value)).toBe(false)
  })

  it('is recognised across two copies of the package', async () => {
    const copy: typeof import('../src/errors.ts') = await import(`${'../src/errors.ts'}?copy`)
    expect(copy.LatchkeyError).not.toBe(LatchkeyError)
    const foreign = new copy.LatchkeyError('grant_rejected', 'what')
    expect(foreign).not.toBeInstanceOf(LatchkeyError)
    expect(isLatchkeyError(foreign)).toBe(true)
    expect(copy.isLatchkeyError(new LatchkeyError('grant_rejected', 'what'))).toBe(true)
  })
})
