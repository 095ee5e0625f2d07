// SPDX-License-Identifier: Apache-2.0
#include "host/resolve/dates.hpp"

namespace gapmc {

int days_in_month(int year, int month) {
    static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

double years_after_base(int base, Date const& date) {
    double const day = (date.day - 1.0) / days_in_month(date.year, date.month);
    return date.year - base - 1 + (date.month - 1 + day) / 12.0;
}

Date day_after(Date const& date) {
    Date next = date;
    if (++next.day > days_in_month(next.year, next.month)) {
        next.day = 1;
        if (++next.month > 12) {
            next.month = 1;
            ++next.year;
        }
    }
    return next;
}

}  // namespace gapmc
