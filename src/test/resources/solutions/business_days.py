from datetime import date, timedelta


def business_days(first, last):
    day, end, count = date.fromisoformat(first), date.fromisoformat(last), 0
    while day <= end:
        count += day.weekday() < 5
        day += timedelta(days=1)
    return count
