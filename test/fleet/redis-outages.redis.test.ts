import { describeOutages } from './redis-outages.ts'

describeOutages('redis')
