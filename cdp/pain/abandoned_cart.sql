-- abandoned_cart: visits in which something was put into the cart; one hurts when neither the visit nor the person orders
-- within $cart_hours; its value is that of the goods put in; reads interaction, purchase, rate and horizon.
create or replace temp table abandoned_cart as
with added as (
    select interaction.*, coalesce(session_id, source || '/' || event_id) as cart, amount * rate.rate as value
    from interaction
    left join rate on rate.currency = coalesce(interaction.currency, $currency)
    where action = 'added_to_cart' and time is not null
),

cart as (
    select *, sum(value) over (partition by cart) as cart_value
    from added
    qualify row_number() over (partition by cart order by time, source, event_id) = 1
),

visit as (
    select distinct cart.cart
    from cart
    join interaction later
        on later.session_id = cart.session_id
       and later.time between cart.time and cart.time + to_hours($cart_hours)
    where later.action = 'ordered'
),

buyer as (
    select distinct cart.cart
    from cart
    join purchase
        on purchase.golden_id = cart.golden_id
       and purchase.time between cart.time and cart.time + to_hours($cart_hours)
    where purchase.kind = 'order'
),

ordered as (
    select cart from visit
    union
    select cart from buyer
)

select
    cart.golden_id,
    cart.time,
    case
        when ordered.cart is null and cart.time + to_hours($cart_hours) <= horizon.told_until
            then cart.time + to_hours($cart_hours)
    end as hurt_at,
    cart.source,
    cart.event_id,
    cart.channel,
    cart.action as step,
    cart.place,
    cart.agent,
    cart.device_type,
    cart.product_lines,
    cart.campaign,
    cart.topic,
    cart.cart_value as value
from cart
left join ordered on ordered.cart = cart.cart
cross join horizon
